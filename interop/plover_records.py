#!/usr/bin/env python3
"""How often source, target and root of the PLOVER gold-standard records are found from the bare sentence.

usage: plover_records.py DEMARCHE RECORDS.json

DEMARCHE is the program, RECORDS.json the gold-standard records (a list with `text`, `source`, `target` and
`event`). A pair is found where the text of an annotated actor and a mention of the end of a relation hold
one another.
"""
import json
import re
import subprocess
import sys

# Roots of the records that later versions of PLOVER name otherwise.
NOW = {"DEMAND": "REQUEST", "CONCEDE": "YIELD", "RETREAT": "YIELD", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
MUTUAL = {"AGREE", "CONSULT", "COOPERATE"}
STANDING = {"represents", "located_in", "member_of"}


def actors(parts):
    return [part["actorText"].lower() for part in parts] if isinstance(parts, list) else []


def stands_for(names, entity):
    texts = [mention["text"].lower() for mention in entity["mentions"]] + [entity["name"].lower()]
    return any(name in text or text in name for name in names for text in texts if len(text) > 1)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program, path = sys.argv[1:]
    rows = json.load(open(path, encoding="utf-8"))
    lines = [json.dumps({"id": row["id"], "text": re.sub(r"\s+", " ", row["text"]).strip()}) for row in rows]
    command = [program, "extract", "-q", "--codes", "plover", "--input-format", "jsonl", "-"]
    said = subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, check=True).stdout
    records = {record["id"]: record for record in map(json.loads, said.splitlines())}
    root = pair = whole = 0
    for row in rows:
        record = records[row["id"]]
        entities = {entity["id"]: entity for entity in record["entities"]}
        source = actors(row.get("source"))
        target = actors(row.get("target") or row["source"]) or source
        found = set()
        for relation in record["relations"]:
            if relation["type"] in STANDING:
                continue
            a, b = entities[relation["source"]], entities[relation["target"]]
            code = NOW.get(relation.get("plover"), relation.get("plover"))
            same = stands_for(source, a) and stands_for(target, b)
            turned = code in MUTUAL and stands_for(target, a) and stands_for(source, b)
            found.add((same or turned, code == NOW.get(row["event"], row["event"])))
        root += any(right for _, right in found)
        pair += any(ends for ends, _ in found)
        whole += (True, True) in found
    print(f"{len(rows)} records: root {root}, pair {pair}, source, target and root {whole}")


if __name__ == "__main__":
    main()
