//! How good coreference is, from raw text, on the news and interview documents of UD English GUM:
//! `cargo test --release --test coref_accuracy -- --nocapture` prints the figures of docs/coreference.md
//! and holds the floor. The treebanks lie outside of the project; where they are absent this says so
//! and passes.
//!
//! Scored are the entities of GUM's types person, place and organization that the text names at least
//! once and mentions at least twice. GUM marks whole noun phrases and this program names and
//! descriptions, so a mention of ours is one of GUM's where it holds the last word of its head (GUM's
//! "minspan"), the smallest such.

use demarche::eval::{Entities, coreference};
use demarche::pipeline::Pipeline;
use demarche::schema::Schema;
use demarche::text::Article;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The least CoNLL F1 on the development part.
const FLOOR: f64 = 0.33;

/// A document of the treebank.
#[derive(Default)]
struct Document {
    id: String,
    text: String,
    /// Where each word stands, in code points.
    words: Vec<(u32, u32)>,
    proper: Vec<bool>,
    mentions: Vec<GoldMention>,
}

struct GoldMention {
    group: String,
    kind: String,
    first: usize,
    last: usize,
    /// The words of its head, counted from one within it.
    minimal: Vec<usize>,
}

impl GoldMention {
    /// The last word of its head.
    fn key(&self) -> usize {
        self.first + self.minimal.last().map_or(0, |&word| word - 1)
    }
}

fn read(path: &Path) -> Vec<Document> {
    let text = std::fs::read_to_string(path).expect("readable");
    let mut documents: Vec<Document> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let (mut paragraph, mut multi) = (false, (0, 0, true));
    for line in text.lines() {
        if let Some(id) = line.strip_prefix("# newdoc id = ") {
            documents.push(Document {
                id: id.to_owned(),
                ..Document::default()
            });
            open.clear();
        }
        paragraph |= line.starts_with("# newpar");
        let fields: Vec<&str> = line.split('\t').collect();
        let Some(document) = documents.last_mut().filter(|_| fields.len() == 10) else {
            continue;
        };
        let spaced = !fields[9].split('|').any(|field| field == "SpaceAfter=No");
        if let Some((first, last)) = fields[0].split_once('-') {
            let [first, last] = [first, last].map(|n| n.parse().expect("a number"));
            multi = (first, last, spaced);
            begin(document, &mut paragraph);
            continue;
        }
        let Ok(number) = fields[0].parse::<usize>() else {
            continue;
        };
        begin(document, &mut paragraph);
        let start = document.text.chars().count() as u32;
        document.text.push_str(fields[1]);
        let end = start + fields[1].chars().count() as u32;
        document.words.push((start, end));
        document.proper.push(fields[3] == "PROPN");
        let inside = (multi.0..multi.1).contains(&number);
        let whole = multi;
        if number == multi.1 {
            multi = (0, 0, true);
        }
        let spaced = match number == whole.1 {
            true => whole.2,
            false => spaced && !inside,
        };
        if spaced {
            document.text.push(' ');
        }
        let entity = fields[9]
            .split('|')
            .find_map(|field| field.strip_prefix("Entity="));
        entities(document, &mut open, entity.unwrap_or_default());
    }
    documents
}

/// Ends the paragraph before, if one ends here.
fn begin(document: &mut Document, paragraph: &mut bool) {
    if std::mem::take(paragraph) && !document.text.is_empty() {
        document.text.truncate(document.text.trim_end().len());
        document.text.push_str("\n\n");
    }
}

/// The mentions that open and close at the last word: `(1-person-...-1-coref(2-place-...)`, `1)`.
fn entities(document: &mut Document, open: &mut Vec<usize>, field: &str) {
    let here = document.words.len() - 1;
    let mut rest = field;
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('(') {
            let end = inner.find(['(', ')']).unwrap_or(inner.len());
            let parts: Vec<&str> = inner[..end].splitn(7, '-').collect();
            let numbers = parts.get(5).copied().unwrap_or("1");
            document.mentions.push(GoldMention {
                group: parts[0].to_owned(),
                kind: parts.get(1).copied().unwrap_or_default().to_owned(),
                first: here,
                last: here,
                minimal: numbers.split(',').filter_map(|n| n.parse().ok()).collect(),
            });
            open.push(document.mentions.len() - 1);
            rest = &inner[end..];
            if let Some(after) = rest.strip_prefix(')') {
                open.pop();
                rest = after;
            }
            continue;
        }
        let end = rest.find(')').unwrap_or(rest.len() - 1);
        let group = &rest[..end];
        if let Some(at) = open
            .iter()
            .rposition(|&m| document.mentions[m].group == group)
        {
            document.mentions[open.remove(at)].last = here;
        }
        rest = &rest[end + 1..];
    }
}

/// Gold and predicted entities of a document; mentions are numbered as in gold, and those that gold
/// lacks behind them.
fn compare(pipeline: &Pipeline<'_>, document: &Document) -> (Entities<usize>, Entities<usize>) {
    let mut groups: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let mut named: BTreeSet<&str> = BTreeSet::new();
    for (index, mention) in document.mentions.iter().enumerate() {
        if matches!(&*mention.kind, "person" | "place" | "organization") {
            groups.entry(&mention.group).or_default().insert(index);
            if document.proper[mention.key()] {
                named.insert(&mention.group);
            }
        }
    }
    groups.retain(|group, _| named.contains(group));
    let extraction = pipeline.extract(Article::new(&*document.id, &*document.text));
    let mut unknown = document.mentions.len()..;
    let mut predicted = Entities::new();
    for entity in &extraction.record.entities {
        if ["Agreement", "Event", "Proposal"].contains(&&*entity.kind) {
            continue;
        }
        let mut mentions = BTreeSet::new();
        for mention in &entity.mentions {
            let inside = |word: usize| {
                let (start, end) = document.words[word];
                start < mention.end && mention.start < end
            };
            let last = (0..document.words.len()).rev().find(|&word| inside(word));
            let found = document
                .mentions
                .iter()
                .enumerate()
                .filter(|(_, gold)| inside(gold.key()) && Some(gold.key()) <= last)
                .filter(|(_, gold)| gold.first <= gold.key() && gold.last >= gold.key())
                .min_by_key(|(_, gold)| gold.last - gold.first);
            let number = found.map(|(index, _)| index);
            mentions.insert(number.or_else(|| unknown.next()).expect("endless"));
        }
        predicted.push(mentions);
    }
    // A mention of two entities ("both countries") belongs to the first.
    let mut taken = BTreeSet::new();
    for entity in &mut predicted {
        entity.retain(|&mention| taken.insert(mention));
    }
    (groups.into_values().collect(), predicted)
}

#[test]
fn coreference_of_news_and_interviews() {
    let bank = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/treebank");
    if !bank.exists() {
        println!("skipped: no treebanks in {}", bank.display());
        return;
    }
    let pipeline = Pipeline::new(Schema::built_in());
    for part in ["en_gum-dev", "en_gum-train"] {
        let documents = read(&bank.join(format!("{part}.conllu")));
        let genre = |d: &&Document| d.id.contains("_news_") || d.id.contains("_interview_");
        let pairs: Vec<_> = documents
            .iter()
            .filter(genre)
            .map(|document| compare(&pipeline, document))
            .collect();
        assert!(!pairs.is_empty(), "{part} has no news");
        let score = coreference(&pairs);
        println!("{part}: {} documents", pairs.len());
        let rows = [
            ("MUC", score.muc),
            ("B3", score.b_cubed),
            ("CEAF-e", score.ceaf_e),
            ("LEA", score.lea),
        ];
        for (name, agreement) in rows {
            let (p, r) = (agreement.precision(), agreement.recall());
            println!("  {name:<7} P {p:.3}  R {r:.3}  F1 {:.3}", agreement.f1());
        }
        println!("  CoNLL F1 {:.3}", score.conll());
        if part == "en_gum-dev" {
            assert!(score.conll() >= FLOOR, "CoNLL F1 is {:.3}", score.conll());
        }
    }
}
