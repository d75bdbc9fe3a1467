"""Train the static Chinese embedding: text in, one vector per word and per character out.

Three steps: word2vec (skip-gram) as a start; contrastive training on sentence -> neighbouring passage of the same
document (an inverse cloze task, negatives from the batch); principal axes down to fewer dimensions, and int8.
About 15 minutes on 2 cores for 130 MB of text. What comes out is described in ingest/data/README.md.

    pip install gensim torch numpy jieba
    python scripts/train_static_embedding.py corpus.txt zh-static-128.npz     # one document a line, UTF-8
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from itertools import chain, pairwise
from pathlib import Path

import jieba
import numpy as np
import torch
from gensim.models import KeyedVectors, Word2Vec
from torch.nn.functional import cross_entropy, normalize

START_DIMENSION = 256
DIMENSION = 128
WORDS = 55_000
COMMON = 8_000  # words kept whatever script they are in
PAIRS_PER_DOCUMENT = 3
BATCH = 1024
EPOCHS = 3
TEMPERATURE = 0.05
SEED = 0

_WORD = re.compile(r"\w")
_CHINESE = re.compile(r"[一-鿿]+")
_SENTENCE_END = re.compile(r"(?<=[。！？])")

Rows = list[int]


def words(sentence: str) -> list[str]:
    return [word for word in jieba.cut(sentence) if _WORD.search(word)]


def read_documents(corpus: Path) -> list[list[list[str]]]:
    """Documents as sentences as words; sentences of 13 to 119 characters."""
    with corpus.open(encoding="utf-8") as lines:
        return [[words(s) for s in _SENTENCE_END.split(line) if 12 < len(s) < 120] for line in lines]


class Vocabulary:
    """Rows of words first, then rows of characters."""

    def __init__(self, known: KeyedVectors) -> None:
        self.row = dict(known.key_to_index)
        characters = dict.fromkeys(chain.from_iterable(known.key_to_index))
        self.character_row = {c: len(self.row) + n for n, c in enumerate(characters)}

    def __len__(self) -> int:
        return len(self.row) + len(self.character_row)

    def rows(self, sentence: list[str]) -> Rows:
        found: Rows = []
        for word in sentence:
            if word in self.row:
                found.append(self.row[word])
            if len(word) > 1 or word not in self.row:
                found += [self.character_row[c] for c in word if c in self.character_row]
        return found


def training_pairs(documents: list[list[Rows]], chance: random.Random) -> Iterator[tuple[Rows, Rows]]:
    """A stretch of one sentence, and a passage of the same document that it might be asked of."""
    for sentences in documents:
        if len(sentences) < 5:
            continue
        for _ in range(PAIRS_PER_DOCUMENT):
            asked = chance.choice([0, 0, chance.randrange(len(sentences))])  # leads are good summaries
            near = chance.randrange(len(sentences))
            passage = [k for k in range(max(0, near - 1), min(len(sentences), near + 2)) if k != asked]
            if chance.random() < 0.15:  # now and then the words themselves are there
                passage.append(asked)
            start = chance.randrange(max(1, len(sentences[asked]) // 2))
            query = sentences[asked][start : start + chance.randint(6, 24)]
            context = [row for k in passage for row in sentences[k]][:200]
            if len(query) > 3 and len(context) > 8:
                yield query, context


def start_rows(known: KeyedVectors, vocabulary: Vocabulary) -> torch.Tensor:
    """Word2vec directions; rare words count more (SIF: Arora, Liang, Ma, ICLR 2017)."""
    total = sum(known.get_vecattr(word, "count") for word in vocabulary.row)
    rows = torch.randn(len(vocabulary), START_DIMENSION) * 0.05
    for word, row in vocabulary.row.items():
        weight = 1e-3 / (1e-3 + known.get_vecattr(word, "count") / total)
        rows[row] = torch.from_numpy(known[word] / np.linalg.norm(known[word])) * weight
    return rows


def train(bag: torch.nn.EmbeddingBag, pairs: list[tuple[Rows, Rows]], chance: random.Random) -> None:
    def encode(batch: list[Rows]) -> torch.Tensor:
        offsets = np.cumsum([0] + [len(rows) for rows in batch[:-1]])
        flat = torch.tensor(list(chain.from_iterable(batch)))
        return normalize(bag(flat, torch.tensor(offsets)), dim=1)

    optimiser = torch.optim.Adam(bag.parameters(), lr=5e-3)
    for epoch in range(EPOCHS):
        chance.shuffle(pairs)
        loss = torch.zeros(())
        for start, end in pairwise(range(0, len(pairs) + 1, BATCH)):
            queries, contexts = zip(*pairs[start:end], strict=True)
            similar = encode(list(queries)) @ encode(list(contexts)).T / TEMPERATURE
            loss = cross_entropy(similar, torch.arange(end - start))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        for group in optimiser.param_groups:
            group["lr"] /= 2
        print(f"epoch {epoch}: loss {loss.item():.3f}", file=sys.stderr)


def save(out: Path, matrix: np.ndarray, vocabulary: Vocabulary) -> None:
    kept = [
        word for word, row in vocabulary.row.items() if (_CHINESE.fullmatch(word) and row < 75_000) or row < COMMON
    ][:WORDS]
    rows = [vocabulary.row[word] for word in kept] + list(vocabulary.character_row.values())
    axes = np.linalg.svd(matrix[rows][:20_000], full_matrices=False)[2][:DIMENSION]
    small = matrix[rows] @ axes.T
    scales = np.abs(small).max(axis=1, keepdims=True) / 127 + 1e-12
    np.savez_compressed(
        out,
        vectors=np.round(small / scales).astype(np.int8),
        scales=scales[:, 0].astype(np.float16),
        tokens=np.array(kept),
        characters=np.array(list(vocabulary.character_row)),
    )


def main(corpus: str, out: str) -> None:
    chance = random.Random(SEED)
    torch.manual_seed(SEED)
    documents = read_documents(Path(corpus))
    known = Word2Vec(
        list(chain.from_iterable(documents)),
        vector_size=START_DIMENSION,
        window=8,
        min_count=8,
        sg=1,
        negative=8,
        workers=2,
        epochs=2,
        sample=1e-4,
        max_final_vocab=120_000,
    ).wv
    vocabulary = Vocabulary(known)
    encoded = [[vocabulary.rows(sentence) for sentence in document] for document in documents]
    bag = torch.nn.EmbeddingBag(len(vocabulary), START_DIMENSION, mode="mean")
    with torch.no_grad():
        bag.weight.copy_(start_rows(known, vocabulary))
    train(bag, list(training_pairs(encoded, chance)), chance)
    save(Path(out), bag.weight.detach().numpy(), vocabulary)


if __name__ == "__main__":
    main(*sys.argv[1:])
