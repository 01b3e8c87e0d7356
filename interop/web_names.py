#!/usr/bin/env python3
"""Makes a corpus of names in text of the web of models/web_names.tsv and the treebank that it annotates.

usage: web_names.py NAMES TREEBANK OUT

NAMES has a line for each annotated sentence: its id, and the type, first and last word of each name, without
the text. TREEBANK is the CoNLL-U file with the sentences. OUT becomes a file in the form of Universal NER
(.iob2), as `demarche train names --coarse` reads it. A sentence that the treebank lacks is named and left out.
"""
import pathlib
import sys


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    names, treebank, out = sys.argv[1:]
    annotated = {}
    for line in pathlib.Path(names).read_text(encoding="utf-8").splitlines()[1:]:
        sentence, _, row = line.partition("\t")
        annotated[sentence] = tags_of(row)
    lines, document, made = [], None, 0
    for block in pathlib.Path(treebank).read_text(encoding="utf-8").split("\n\n"):
        comments = dict(line[2:].partition(" = ")[::2] for line in block.splitlines() if line.startswith("# "))
        document = comments.get("newdoc id", document)
        tags = annotated.pop(comments.get("sent_id"), None)
        if tags is None:
            continue
        if document:
            lines.append(f"# newdoc id = {document}")
            document = None
        lines.append(f"# text = {comments['text']}")
        words = (line.split("\t")[:2] for line in block.splitlines() if line.split("\t")[0].isdigit())
        lines.extend(f"{number}\t{form}\t{tags.get(int(number), 'O')}" for number, form in words)
        lines.append("")
        made += 1
    for sentence in annotated:
        print(f"{sentence}: not in the treebank", file=sys.stderr)
    pathlib.Path(out).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{made} sentences in {out}")


def tags_of(row):
    tags = {}
    for name in filter(None, row.split(";")):
        kind, first, last = name.split(" ")
        for word in range(int(first), int(last) + 1):
            tags[word] = f"{'B' if word == int(first) else 'I'}-{kind}"
    return tags


if __name__ == "__main__":
    main()
