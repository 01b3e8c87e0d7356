//! `eval` against the reference scorer: its committed output on records with every kind of mistake,
//! and, where it and Python are at hand, its live output on the gold data and on spoilt copies.

use demarche::error::{Error, Warning};
use demarche::eval::{self, Score};
use demarche::record::{self, Record};
use demarche::schema::{Modality, Polarity};
use demarche::text::MentionKind;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn fixture(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("fixtures/eval").join(name)
}

fn shared(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("../shared/gold").join(name)
}

fn scored(gold: &Path, predicted: &Path) -> (Score, Vec<Warning>) {
    eval::score_paths(gold, predicted).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_kind_of_mistake_counts_as_the_reference_counts_it() {
    let (score, _) = scored(&fixture("gold"), &fixture("predicted.jsonl"));
    let expected = |name| fs::read_to_string(fixture(name)).unwrap();
    assert_eq!(score.render(true, 1000), expected("full.txt"));
    assert_eq!(score.render(false, 0), expected("plain.txt"));
    assert_eq!(score.to_string(), expected("plain.txt"));
    assert_eq!(score.to_json(true), expected("full.json"));
    let serialized = serde_json::to_value(&score).unwrap();
    let full: serde_json::Value = serde_json::from_str(&expected("full.json")).unwrap();
    assert_eq!(serialized, full);
}

#[test]
fn warns_of_documents_without_prediction_and_of_rows_that_are_no_records() {
    let predicted = fixture("predicted.jsonl");
    let (score, warnings) = scored(&fixture("gold"), &predicted);
    let expected = ["missing-with-relations", "missing-without-relations"];
    assert_eq!(score.missing, expected);
    let messages: Vec<String> = warnings.iter().map(Warning::to_string).collect();
    assert_eq!(messages.len(), 3, "{messages:?}");
    assert!(messages[0].contains("meta.json:1: has no entities"));
    assert!(messages[1].contains("predicted.jsonl:6: has no entities"));
    let missing = "no prediction for: missing-with-relations missing-without-relations";
    assert_eq!(messages[2], format!("{}: {missing}", predicted.display()));
}

#[test]
fn gold_in_one_file_scores_as_gold_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let lines = folder.path().join("gold.jsonl");
    // Pretty-printed records one after another: more than the reference reads.
    let mut text = String::new();
    for file in fs::read_dir(fixture("gold")).unwrap() {
        text += &fs::read_to_string(file.unwrap().path()).unwrap();
    }
    fs::write(&lines, text).unwrap();
    let predicted = fixture("predicted.jsonl");
    let (one, _) = scored(&lines, &predicted);
    assert_eq!(one, scored(&fixture("gold"), &predicted).0);
}

#[test]
fn what_cannot_be_read_is_an_error_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir(path("empty")).unwrap();
    let good = path("good.jsonl");
    fs::write(&good, r#"{"id":"a","entities":[],"relations":[]}"#).unwrap();
    let cases = [
        ("absent", None, ": cannot read: "),
        ("empty", None, "empty: the folder holds no *.json files"),
        (
            "gold.jsonl",
            Some("\n{\"id\":\"a\",\"entities\":[]}\n"),
            ":2: the gold record has no relations",
        ),
        (
            "id.jsonl",
            Some("{\"entities\":[],\"relations\":[]}"),
            ":1: not a record: missing field `id`",
        ),
        (
            "type.jsonl",
            Some("{\"id\":{},\"entities\":[],\"relations\":[]}"),
            ":1: not a record: invalid type: map, expected a string or a number (column",
        ),
        (
            "many-lines.json",
            Some(
                "{\"id\":\"a\",\n\"relations\":[],\n\"entities\":[{\"id\":\"x\",\"type\":\"Event\",\
                 \"name\":\"\",\"mentions\":[{\"start\":0,\"end\":\"7\"}]}]}",
            ),
            ":3: not a record: invalid type: string \"7\", expected u32 (column",
        ),
        (
            "cut.jsonl",
            Some("{\"id\":\"a\",\"entities\":[],\"relations\":[]}\n{\"id\":\"b\", \"ent"),
            ":2: the record that begins here ends in the middle",
        ),
        (
            "text.jsonl",
            Some("no JSON\n"),
            ":1: not a record: expected",
        ),
    ];
    for (name, text, expected) in cases {
        let path = path(name);
        if let Some(text) = text {
            fs::write(&path, text).unwrap();
        }
        let error = eval::score_paths(&path, &good).unwrap_err();
        assert!(matches!(error, Error::Io { .. } | Error::Record { .. }));
        let (error, name) = (error.to_string(), path.display().to_string());
        assert!(error.starts_with(&name), "{error}\nshould name {name}");
        assert!(error.contains(expected), "{error}\nshould have {expected}");
    }
}

#[test]
fn a_prediction_without_relations_predicts_none() {
    let folder = tempfile::tempdir().unwrap();
    let [gold, predicted] = ["gold.json", "predicted.json"].map(|name| folder.path().join(name));
    fs::write(&gold, r#"{"id":1,"entities":[],"relations":[]}"#).unwrap();
    fs::write(&predicted, r#"{"id":"1","entities":[]}"#).unwrap();
    let (score, warnings) = scored(&gold, &predicted);
    assert_eq!((score.macro_average.f1, warnings), (1.0, Vec::new()));
}

/// The arguments that both sides are asked with: `--per-type`, `--errors`, `--json`.
const OPTIONS: [(bool, usize, bool); 7] = [
    (false, 0, false),
    (true, 0, false),
    (false, 25, false),
    (true, 100_000, false),
    (false, 0, true),
    (true, 0, true),
    (false, 5, true),
];

/// The two of them that between them print everything.
const EVERYTHING: [(bool, usize, bool); 2] = [OPTIONS[3], OPTIONS[5]];

/// Compares with what the reference prints now; false where it cannot be run.
fn agrees_with_reference(gold: &Path, predicted: &Path, options: &[(bool, usize, bool)]) -> bool {
    let script = shared("score.py");
    let python = Command::new("python3").arg("--version").output();
    if !script.is_file() || !python.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: needs python3 and ../shared/gold/score.py");
        return false;
    }
    let (score, _) = scored(gold, predicted);
    for &(per_type, errors, json) in options {
        let mut command = Command::new("python3");
        command.arg(&script).args([gold, predicted]);
        command.args(["--errors", &errors.to_string()]);
        command.args(per_type.then_some("--per-type"));
        command.args(json.then_some("--json"));
        let output = command.env("PYTHONIOENCODING", "utf-8").output().unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{complaint}");
        let ours = match json {
            true => score.to_json(per_type),
            false => score.render(per_type, errors),
        };
        assert_eq!(ours, String::from_utf8(output.stdout).unwrap());
    }
    true
}

#[test]
fn the_reference_prints_the_same_for_the_fixtures() {
    agrees_with_reference(&fixture("gold"), &fixture("predicted.jsonl"), &OPTIONS);
}

#[test]
fn the_reference_prints_the_same_for_gold_against_itself() {
    let gold = shared("dev/records");
    if agrees_with_reference(&gold, &gold, &OPTIONS) {
        let (score, warnings) = scored(&gold, &gold);
        assert_eq!((score.strict.f1, score.macro_average.f1), (1.0, 1.0));
        assert_eq!((score.errors.len(), warnings.len()), (0, 0));
    }
}

#[test]
fn the_reference_prints_the_same_for_spoilt_gold() {
    let folder = tempfile::tempdir().unwrap();
    for (set, seeds) in [("train/records", 1..7), ("dev/records", 7..13)] {
        let gold = shared(set);
        if !gold.is_dir() {
            eprintln!("skipped: needs ../shared/gold/{set}");
            continue;
        }
        let records = records_of(&gold);
        for seed in seeds {
            let predicted = folder.path().join(format!("{seed}.jsonl"));
            let mut lines = Vec::new();
            let mut dice = Dice(seed);
            for mut record in records.clone() {
                // From hardly anything to half of everything is spoilt.
                dice.spoil(&mut record, (seed % 6) * 9 + 2);
                if !dice.percent(4) {
                    record::write(&record, &mut lines).unwrap();
                }
            }
            fs::write(&predicted, lines).unwrap();
            let options = if seed == 1 { &OPTIONS[..] } else { &EVERYTHING };
            if !agrees_with_reference(&gold, &predicted, options) {
                return;
            }
        }
    }
}

fn records_of(folder: &Path) -> Vec<Record> {
    let listing = fs::read_dir(folder).unwrap();
    let mut files: Vec<PathBuf> = listing.map(|file| file.unwrap().path()).collect();
    files.sort();
    let read = |file: &PathBuf| record::read(&fs::read(file).unwrap()[..], file).unwrap();
    files.iter().flat_map(read).collect()
}

/// Numbers that look random and are the same in every run (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }

    fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len() as u64) as usize]
    }

    /// Makes mistakes of every kind, each at about `share` percent of the places.
    fn spoil(&mut self, record: &mut Record, share: u64) {
        self.spoil_entities(record, share);
        self.split_and_merge(record, share);
        self.rename(record);
        self.spoil_relations(record, share);
    }

    fn spoil_entities(&mut self, record: &mut Record, share: u64) {
        let kinds = ["Person", "Country", "Region", "Proposal", "Event", "Ship"];
        record.entities.retain(|_| !self.percent(share));
        for entity in &mut record.entities {
            entity.mentions.retain(|_| !self.percent(share));
            for mention in &mut entity.mentions {
                if self.percent(share) {
                    mention.start = mention.start.saturating_sub(self.below(12) as u32);
                    mention.end += self.below(12) as u32;
                }
                if self.percent(share) {
                    mention.end = mention.start + (mention.end - mention.start).div_ceil(2);
                }
                if self.percent(share) {
                    mention.kind = *self.pick(&[MentionKind::Nominal, MentionKind::Name]);
                }
            }
            if self.percent(share) {
                entity.kind = (*self.pick(&kinds)).to_owned();
            }
            if self.percent(share) {
                entity.name = format!("The  {}", entity.name.to_uppercase());
            }
            if self.percent(share) {
                entity.name += "’s";
                entity.key = self.pick(&[None, Some("XX".to_owned())]).clone();
            }
        }
    }

    fn split_and_merge(&mut self, record: &mut Record, share: u64) {
        for index in 0..record.entities.len() {
            if self.percent(share) {
                let mut part = record.entities[index].clone();
                let half = part.mentions.len() / 2;
                record.entities[index].mentions.truncate(half);
                part.mentions.drain(..half);
                part.id += "/2";
                record.entities.push(part);
            }
            if self.percent(share) {
                let other = self.below(record.entities.len() as u64) as usize;
                let more = record.entities[other].mentions.clone();
                record.entities[index].mentions.extend(more);
            }
        }
    }

    /// New ids in a new order, some with marks that need quoting.
    fn rename(&mut self, record: &mut Record) {
        for index in 0..record.entities.len() {
            let mark = *self.pick(&["", "", "'", "\"", "é", "\u{200d}", "\\", "\n"]);
            let new = format!("{:03}{mark}{index}", self.below(1000));
            let old = std::mem::replace(&mut record.entities[index].id, new.clone());
            for relation in &mut record.relations {
                for end in [&mut relation.source, &mut relation.target] {
                    if *end == old {
                        end.clone_from(&new);
                    }
                }
            }
        }
        for index in 1..record.entities.len() {
            let other = self.below(index as u64 + 1) as usize;
            record.entities.swap(index, other);
        }
    }

    fn spoil_relations(&mut self, record: &mut Record, share: u64) {
        record.relations.retain(|_| !self.percent(share));
        let kinds = ["signed", "meets", "attacks", "member_of", "flies_over"];
        let ids: Vec<String> = record.entities.iter().map(|e| e.id.clone()).collect();
        let mut more = Vec::new();
        for relation in &mut record.relations {
            if self.percent(share) {
                relation.kind = (*self.pick(&kinds)).to_owned();
            }
            if self.percent(share) || relation.kind == "meets" {
                std::mem::swap(&mut relation.source, &mut relation.target);
            }
            if self.percent(share) && !ids.is_empty() {
                relation.target.clone_from(self.pick(&ids));
            }
            if self.percent(share) {
                relation.polarity = *self.pick(&[Polarity::Positive, Polarity::Negative]);
                relation.modality = *self.pick(&[Modality::Future, Modality::Possible]);
            }
            if self.percent(share) {
                more.push(relation.clone());
            }
        }
        record.relations.extend(more);
    }
}
