"""Pages of policy that are named alike, and questions that name none of them: a small set to hold the search to.

`python -m eval.like_named --out DIR` writes `documents.jsonl` and `questions.jsonl`, which `python -m eval.retrieval
like_named DIR` measures. The same seed gives the same pages; all of it is made up.

About each subject there is a notice with the subject in its title, and beside it pages on a telephone number, a subsidy, a
closed road …, whose titles say little of the subject. Each question speaks of the subject and asks what stands on one of
the latter. Several places have the same kind of page. So whoever takes a title, or a place, that a question repeats for
the notice it means, is led astray here.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

PLACES = ("绵阳市", "宝鸡市", "徐州市", "宜昌市", "漳州市", "鞍山市")
PLACES_OF_A_PAGE = 2  # that have a page of one kind about one subject


@dataclass(frozen=True, slots=True)
class Page:
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    page: str  # whose text answers it


@dataclass(frozen=True, slots=True)
class Subject:
    """What pages are about: as titles call it, as people call it, whom it concerns, whose business it is."""

    name: str
    said: str
    who: str
    thing: str
    wrong: str
    office: str


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of page: its titles, what it says, how it is asked for."""

    titles: tuple[str, ...]
    lines: tuple[str, ...]
    questions: tuple[str, ...]


SUBJECTS = (
    Subject("冬季清洁取暖改造", "清洁取暖", "改造农户", "取暖设备", "私自复燃散煤", "生态环境局"),
    Subject("老旧小区综合改造", "旧小区改造", "小区居民", "加装电梯", "占用楼道堆物", "住房和城乡建设局"),
    Subject("电动自行车充电安全整治", "电动车充电", "电动车车主", "集中充电棚", "飞线充电", "消防救援支队"),
    Subject("农作物秸秆综合利用", "秸秆还田", "种植大户", "打捆机械", "露天焚烧", "农业农村局"),
    Subject("校园食品安全守护", "学校食堂", "食堂从业人员", "明厨亮灶设备", "采购过期食材", "教育局"),
    Subject("农民工工资支付保障", "农民工工资", "务工人员", "工资保证金", "恶意欠薪", "人力资源和社会保障局"),
    Subject("春季森林草原防火", "森林防火", "护林员", "防火物资", "违规野外用火", "林业局"),
    Subject("生活垃圾分类提质", "垃圾分类", "物业公司", "分类投放亭", "混装混运", "城市管理局"),
    Subject("流感疫苗接种服务", "打流感疫苗", "六十岁以上老年人", "免费接种名额", "超范围收费", "卫生健康委员会"),
    Subject("高温天气劳动保护", "高温防暑", "户外劳动者", "清凉物品", "高温时段强令作业", "总工会"),
    Subject("养老机构消防安全提升", "养老院消防", "入住老人家属", "喷淋设施", "锁闭疏散通道", "民政局"),
    Subject("农村公路路面养护", "村道养护", "沿线村民", "养护车辆", "超限运输", "交通运输局"),
)
HEAD_PAGE = Sort(
    ("关于做好{name}工作的通知", "{place}{office}关于印发{name}工作方案的通知", "{place}关于开展{name}行动的实施意见"),
    (
        "各县（市、区）人民政府，各有关单位：",
        "为深入推进{name}，现将有关事项通知如下。",
        "一、总体要求",
        "坚持问题导向和目标导向，把{said}作为一项重要任务抓紧抓实。",
        "二、重点任务",
        "全面摸清底数，建立台账，逐项落实整改措施。督促各方履行主体责任。",
        "三、组织实施",
        "各有关部门要加强协作配合，{office}负责统筹协调和督促指导。",
        "{place}{office}",
    ),
    (),
)
SORTS = {
    "telephone": Sort(
        ("{place}公布值守电话", "关于开通咨询专线的公告", "{office}24小时有人接听"),
        (
            "为方便{who}反映情况，{place}{office}自即日起开通专线。",
            "{name}期间遇到困难的，可拨打{phone}，每日{hour}时至{late}时有人接听。",
            "对反映的问题，{few}个工作日内予以答复。",
        ),
        ("{short}{name}期间{who}有问题打哪个电话反映", "{short}{said}的事情，反映后几个工作日能答复"),
    ),
    "subsidy": Sort(
        ("{who}可领补助", "关于发放补助资金的公告", "{place}财政安排专项资金{million}万元"),
        (
            "记者从{place}{office}获悉，今年市级财政安排资金{million}万元支持{name}。",
            "{thing}按每户{many}元的标准给予补助，由{who}向所在乡镇（街道）提出。",
            "审核通过后，资金直接发放至个人账户。",
        ),
        ("{short}今年推进{name}，{thing}每户能补多少钱", "{short}给{said}安排了多少财政资金"),
    ),
    "road": Sort(
        ("关于部分路段临时交通管制的通告", "{place}发布绕行提示", "{place}公安局交通警察支队通告"),
        (
            "因实施{name}需要，{place}将对下列路段采取临时管制措施。",
            "{road}自{month}月{day}日起禁止大型货车通行，过往车辆请绕行{other}。",
            "请广大驾驶人按照现场指示通行，{who}凭证明可以进出。",
        ),
        ("因为{name}，{short}哪条路不让大货车走", "{short}{said}封路以后，过往车辆从哪里绕行"),
    ),
    "progress": Sort(
        ("{place}已完成{count}处", "{place}交出半年答卷", "重点任务完成过半"),
        (
            "今年以来，{place}{office}抢抓进度，{name}取得阶段性成效。",
            "截至{month}月底，全市累计完成{count}处，惠及{who}{million}万人次，{wrong}现象下降{share}%。",
            "下一步，将紧盯薄弱环节，确保年底前全面完成。",
        ),
        ("{short}{name}到{month}月底完成了多少处", "{short}抓{said}以后，{wrong}下降了百分之几"),
    ),
    "penalty": Sort(
        ("{place}严查{wrong}", "关于依法查处违规行为的通告", "{office}公布一批典型案例"),
        (
            "{place}{office}在{name}检查中发现，个别单位仍存在{wrong}的情形。",
            "对首次发现的，责令{few}日内改正；逾期不改的，处{many}元罚款，并向社会公开曝光。",
            "欢迎{who}提供线索，查证属实的给予奖励。",
        ),
        ("{short}{name}检查中发现{wrong}，逾期不改罚多少钱", "{short}查到{wrong}，要求几日内改正"),
    ),
    "training": Sort(
        ("{place}{office}举办业务培训班", "提升能力促规范", "{count}人走进课堂"),
        (
            "{month}月{day}日，{place}{office}举办培训班，邀请专家围绕{name}授课。",
            "来自各县（市、区）的{count}名骨干参加，课程包括政策解读、现场教学和{thing}操作演示。",
            "培训结束后组织闭卷考试，成绩合格的颁发证书。",
        ),
        ("{short}为{name}办的培训有多少人参加", "{short}{said}的培训是哪天办的，考不考试"),
    ),
    "letter": Sort(
        ("致广大{who}的一封信", "一份来自{office}的提醒", "倡议书"),
        (
            "广大{who}：",
            "{name}离不开大家的理解和支持，{place}{office}向您发出如下倡议：",
            "主动配合入户登记，及时更新信息；发现{wrong}，请第一时间劝阻；爱护{thing}，不随意挪作他用。",
            "让我们携手共建美好家园。",
        ),
        ("{short}在{name}的倡议里请{who}做到什么", "{short}号召{who}发现{wrong}怎么办"),
    ),
}
ROADS = ("滨河路", "建设大道", "人民西路", "工业园一路", "环城北路", "学府街", "新华南路", "长兴路")


def make_pages(seed: int = 1) -> Iterator[tuple[Page, tuple[Question, ...]]]:
    """Each page with what is asked of it. Deterministic for a seed."""
    rng = random.Random(seed)
    number = 0
    for subject in SUBJECTS:
        for place in rng.sample(PLACES, PLACES_OF_A_PAGE):
            number += 1
            yield _page(f"p{number:03}", HEAD_PAGE, subject, place, rng)
        for sort in SORTS.values():
            for place in rng.sample(PLACES, PLACES_OF_A_PAGE):
                number += 1
                yield _page(f"p{number:03}", sort, subject, place, rng)


def _page(name: str, sort: Sort, subject: Subject, place: str, rng: random.Random) -> tuple[Page, tuple[Question, ...]]:
    road, other = rng.sample(ROADS, 2)
    words = {
        **{field: getattr(subject, field) for field in ("name", "said", "who", "thing", "wrong", "office")},
        "place": place,
        "short": rng.choice((place, place.removesuffix("市"))),
        "road": road,
        "other": other,
        "phone": f"0{rng.randint(311, 998)}-{rng.randint(2_000_000, 8_999_999)}",
        "hour": rng.randint(7, 9),
        "late": rng.randint(17, 22),
        "few": rng.randint(2, 9),
        "many": rng.randint(2, 60) * 100,
        "million": rng.randint(12, 980),
        "month": rng.randint(3, 11),
        "day": rng.randint(2, 28),
        "count": rng.randint(31, 890),
        "share": rng.randint(11, 88),
    }
    lines = (rng.choice(sort.titles), *sort.lines)
    page = Page(name, "\n".join(line.format(**words) for line in lines))
    return page, tuple(Question(text.format(**words) + "？", name) for text in sort.questions)


@click.command()
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False))
@click.option("--seed", default=1, show_default=True, type=int)
def main(out: Path, seed: int) -> None:
    """Write the pages and the questions into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    made = list(make_pages(seed))
    pages = [{"id": page.name, "text": page.text} for page, _ in made]
    asked = [{"question": one.text, "document": one.page} for _, questions in made for one in questions]
    for name, rows in (("documents.jsonl", pages), ("questions.jsonl", asked)):
        lines = (json.dumps(row, ensure_ascii=False) for row in rows)
        (out / name).write_text("".join(f"{line}\n" for line in lines), "utf-8")
    click.echo(f"{len(pages)} pages and {len(asked)} questions in {out}")


if __name__ == "__main__":
    main()
