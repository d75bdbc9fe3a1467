"""Notices in and out over HTTP, over a real library."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from assistant.api.app import create_app
from assistant.api.keeping import Keeper, file_name
from assistant.api.problems import Problem
from assistant.services import Archive
from assistant.settings import Settings
from assistant.wire import open_archive
from tests.assistant.test_chat import DAY, NOTICE


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(Settings(data_dir=tmp_path)) as opened:
        yield opened


def make_client(archive: Archive, key: str | None) -> TestClient:
    return TestClient(create_app(archive.services, today=lambda: DAY, keeper=Keeper(archive, key)))


@pytest.fixture
def client(archive: Archive) -> TestClient:
    return make_client(archive, "key")


def upload(client: TestClient, name: str, data: bytes, key: str | None = "key") -> Any:
    headers = {"authorization": f"Bearer {key}"} if key else {}
    return client.post("/v1/notices", files={"file": (name, data)}, headers=headers)


def test_an_uploaded_notice_is_answered_from_and_a_removed_one_is_not(client: TestClient) -> None:
    response = upload(client, "云上购物月.txt", NOTICE.encode())
    (item,) = response.json()["items"]
    assert (response.status_code, item["source"], item["result"]) == (201, "云上购物月.txt", "added")

    question = {"question": "云上购物月的总结材料什么时候报？"}
    assert "2024年5月20日" in client.post("/v1/ask", json=question).json()["text"]
    assert upload(client, "云上购物月.txt", NOTICE.encode()).status_code == 200

    address = f"/v1/notices/{item['notice_id']}"
    assert client.delete(address, headers={"authorization": "Bearer key"}).status_code == 204
    assert client.get(address).json()["code"] == "notice_not_found"
    assert client.delete(address, headers={"authorization": "Bearer key"}).status_code == 404
    assert client.post("/v1/ask", json=question).json()["status"] != "answered"


def test_a_changed_file_is_a_new_version(client: TestClient) -> None:
    upload(client, "a.txt", NOTICE.encode())
    (item,) = upload(client, "a.txt", NOTICE.replace("5月20日", "5月25日").encode()).json()["items"]
    assert (item["result"], item["version"]) == ("new version", 2)


def test_of_a_zip_each_file_is_told(client: TestClient) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("a.txt", NOTICE)
        file.writestr("b.txt", b"\x00\x01\x02")
    response = upload(client, "两份.zip", packed.getvalue())
    assert response.status_code == 201
    assert {one["source"]: one["result"] for one in response.json()["items"]} == {
        "两份.zip/a.txt": "added",
        "两份.zip/b.txt": "failed",
    }


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nothing", b"\x00\x01\x02"])
def test_what_cannot_be_read_is_refused_with_its_reason(client: TestClient, data: bytes) -> None:
    response = upload(client, "坏.pdf", data)
    assert (response.status_code, response.json()["code"]) == (422, "unreadable_file")
    assert response.json()["items"][0]["reason"]
    assert "campaign-upload" not in response.text


@pytest.mark.parametrize(("sent", "stored"), [("../../../etc/a.txt", "a.txt"), ("C:\\notices\\a.txt", "a.txt")])
def test_a_name_says_nothing_about_where_a_file_goes(client: TestClient, sent: str, stored: str) -> None:
    assert upload(client, sent, NOTICE.encode()).json()["items"][0]["source"] == stored


@pytest.mark.parametrize("name", ["", "..", "/", "甲" * 80 + ".txt", "a\x07.txt", "a\x00.txt", "a\n.txt"])
def test_a_name_no_file_can_have_is_refused(name: str) -> None:
    with pytest.raises(Problem) as refused:
        file_name(name)
    assert refused.value.code == "bad_file_name"


def test_a_refused_name_leaves_nothing_behind(client: TestClient) -> None:
    assert upload(client, "甲" * 80 + ".txt", NOTICE.encode()).json()["code"] == "bad_file_name"
    assert client.get("/v1/notices").json()["items"] == []


@pytest.mark.parametrize("given", [None, "", "wrong", "keykey"])
def test_without_the_key_nothing_goes_in_or_out(client: TestClient, given: str | None) -> None:
    refused = upload(client, "a.txt", NOTICE.encode(), given)
    assert (refused.status_code, refused.json()["code"]) == (401, "admin_key_wrong")
    assert refused.headers["www-authenticate"] == "Bearer"
    assert client.delete("/v1/notices/x").status_code == 401
    assert client.get("/v1/notices").json()["items"] == []


def test_where_no_key_is_set_nobody_may(archive: Archive) -> None:
    refused = upload(make_client(archive, None), "a.txt", NOTICE.encode(), "None")
    assert (refused.status_code, refused.json()["code"]) == (403, "admin_key_not_set")


def test_no_file_and_too_large_a_file_are_refused(client: TestClient) -> None:
    headers = {"authorization": "Bearer key"}
    assert client.post("/v1/notices", headers=headers).json()["code"] == "invalid_request"
    headers["content-length"] = "200000000"
    assert client.post("/v1/notices", headers=headers, content=b"x").status_code == 413


def test_a_key_is_never_shown(archive: Archive) -> None:
    assert "s3cret" not in repr(Keeper(archive, "s3cret"))


def test_requests_are_counted_by_their_route(client: TestClient) -> None:
    client.get("/v1/notices/nowhere")
    client.get("/v1/notices/elsewhere")
    page = client.get("/metrics")
    families = {one.name: one for one in text_string_to_metric_families(page.text)}
    counted = {
        (one.labels["route"], one.labels["status"]): one.value
        for one in families["campaign_http_requests"].samples
        if one.name.endswith("_total")
    }
    assert counted == {("/v1/notices/{notice_id}", "404"): 2.0}
    assert families["campaign_notices"].samples[0].value == 0


def test_the_page_that_describes_the_interface_names_what_an_upload_sends(client: TestClient) -> None:
    page = client.get("/docs")

    assert page.status_code == 200
    upload_described = page.text.partition("<code>POST /v1/notices</code>")[2].partition("</section>")[0]
    assert "multipart/form-data" in upload_described
    assert "<code>file</code> <small>body, required" in upload_described
