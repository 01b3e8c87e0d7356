#!/usr/bin/env python3
"""Makes a training folder of models/annotations.jsonl and the articles that it annotates.

usage: training_texts.py ANNOTATIONS OUT CORPUS...

ANNOTATIONS has a line for each annotated article: offsets alone, without its text. CORPUS are JSON Lines
files with `id`, `title` and `text` of the articles. OUT becomes a folder with texts/, records/ and
meta.jsonl, as `demarche train` reads it. An article that is missing, or whose text is not the one that was
annotated, is named and left out.
"""
import hashlib
import json
import pathlib
import sys


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    annotations, out, corpora = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3:]
    articles = {}
    for corpus in corpora:
        for line in open(corpus, encoding="utf-8"):
            article = json.loads(line)
            articles[article["id"]] = article
    (out / "texts").mkdir(parents=True, exist_ok=True)
    (out / "records").mkdir(exist_ok=True)
    made = 0
    with open(out / "meta.jsonl", "w", encoding="utf-8") as meta:
        for line in open(annotations, encoding="utf-8"):
            row = json.loads(line)
            article = articles.get(row["origin"])
            if article is None:
                print(f"{row['origin']}: not in the corpus", file=sys.stderr)
                continue
            body = article["title"].strip() + "\n\n" + article["text"].strip()
            text = body[: row["characters"] - 1] + "\n"
            if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
                print(f"{row['origin']}: is another text than the one that was annotated", file=sys.stderr)
                continue
            (out / "texts" / f"{row['id']}.txt").write_text(text, encoding="utf-8")
            record = json.dumps(record_of(row, text), ensure_ascii=False)
            (out / "records" / f"{row['id']}.json").write_text(record + "\n", encoding="utf-8")
            fields = {"id": row["id"], "title": article["title"], "date": row["date"], "source": row["source"]}
            meta.write(json.dumps(fields, ensure_ascii=False) + "\n")
            made += 1
    print(f"{made} articles in {out}")


def record_of(row, text):
    entities = []
    for entity in row["entities"]:
        mentions = [
            {"start": start, "end": end, "text": text[start:end], "kind": kind}
            for start, end, kind in entity["mentions"]
        ]
        entities.append({**entity, "name": entity["name"] or mentions[0]["text"], "mentions": mentions})
    relations = [
        {
            "id": f"r{number}",
            "type": kind,
            "source": source,
            "target": target,
            "evidence": {"start": start, "end": end},
            "polarity": polarity,
            "modality": modality,
            "attributed_to": speaker,
        }
        for number, (kind, source, target, start, end, polarity, modality, speaker) in enumerate(row["relations"], 1)
    ]
    return {"id": row["id"], "entities": entities, "relations": relations}


if __name__ == "__main__":
    main()
