"""The static embedding: near in meaning is near in space, the unknown is nowhere."""

from __future__ import annotations

import numpy as np

from ingest.embed import STATIC_FILE, Embedding, StaticEmbedding

EMBEDDING: Embedding = StaticEmbedding()


def cosine(a: str, b: str) -> float:
    first, second = EMBEDDING.embed([a, b])
    return float(first @ second)


def test_vectors_have_the_length_one_and_the_promised_shape() -> None:
    vectors = EMBEDDING.embed(["网上年货节", "活动总结材料", "x"])

    assert (vectors.shape, vectors.dtype) == ((3, EMBEDDING.dimension), np.dtype(np.float32))
    assert np.allclose(np.linalg.norm(vectors[:2], axis=1), 1, atol=1e-5)


def test_a_text_without_a_known_word_has_no_direction() -> None:
    assert not EMBEDDING.embed(["", "？！", "\x00"]).any()


def test_no_texts_give_no_vectors() -> None:
    assert EMBEDDING.embed([]).shape == (0, EMBEDDING.dimension)


def test_other_words_for_the_same_are_nearer_than_other_matters() -> None:
    assert cosine("打击假冒伪劣商品", "严查假货") > cosine("打击假冒伪劣商品", "报送活动总结")
    assert cosine("联系电话", "手机号码") > cosine("联系电话", "特色农产品")


def test_a_vector_is_the_mean_of_its_rows_scaled_to_one() -> None:
    with np.load(STATIC_FILE) as data:
        tokens, characters = data["tokens"].tolist(), data["characters"].tolist()
        rows = data["vectors"].astype(np.float32) * data["scales"].astype(np.float32)[:, None]
    wanted = [tokens.index("电商"), len(tokens) + characters.index("电"), len(tokens) + characters.index("商")]
    mean = rows[wanted].mean(axis=0)

    assert np.allclose(EMBEDDING.embed(["电商"])[0], mean / np.linalg.norm(mean), atol=1e-6)


def test_a_text_has_the_same_vector_alone_and_among_others() -> None:
    alone = EMBEDDING.embed(["网上年货节"])

    assert np.array_equal(EMBEDDING.embed(["活动总结", "网上年货节"])[1:], alone)
