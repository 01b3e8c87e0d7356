//! Records as no newsroom writes them, for property tests: few documents, so that they overlap;
//! names, keys and texts from a small pool or of any characters at all.

// Each test crate uses a part of it.
#![allow(dead_code)]

use demarche::graph::{Assembly, Graph};
use demarche::record::{EntityRecord, MentionRecord, Record, RelationRecord};
use demarche::schema::{Modality, Ontology, Polarity, Schema, Sphere};
use demarche::text::{CodeSpan, MentionKind, Reason};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::sync::Arc;

/// How often a property is tried. A failure prints the smallest case; write that down as a test.
pub fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// The ontology that is compiled in.
pub fn ontology() -> Arc<Ontology> {
    Schema::built_in().ontology.clone()
}

/// The graph of some records.
pub fn assembled<'a>(records: impl IntoIterator<Item = &'a Record>) -> Graph {
    let mut assembly = Assembly::new(ontology());
    for record in records {
        assembly.add_record(record).expect("generated records fit");
    }
    assembly.finish()
}

/// The bytes of `graph.json`.
pub fn json(graph: &Graph) -> String {
    let mut bytes = Vec::new();
    graph.write_json(&mut bytes).expect("memory takes all");
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

/// Any text: some that is dangerous in one format or another, or any characters.
pub fn text() -> impl Strategy<Value = String> {
    const DANGEROUS: &[&str] = &[
        "",
        " ",
        "\\",
        "\"",
        "'",
        "]]>",
        "<!--",
        "&amp;",
        "&#0;",
        "</data>",
        "\r\n",
        "\n",
        "\t",
        "\0",
        "\u{b}",
        "\u{1f}",
        "\u{7f}",
        "\u{85}",
        "\u{2028}",
        "\u{fffe}",
        "\u{ffff}",
        "\u{fffd}",
        "\u{feff}",
        "=1+1",
        "+",
        "-5%",
        "@A1",
        "'=",
        ",",
        ";",
        "; ",
        "\\N",
        "\\\"",
        "مصر",
        "中国",
        "😀",
        "\u{202e}",
        "e\u{301}",
        "Türkiye",
        "News Agency",
        "news agency",
    ];
    let piece = prop_oneof![
        select(DANGEROUS).prop_map(str::to_owned),
        vec(any::<char>(), 0..6).prop_map(String::from_iter),
        "[a-z]{1,8}",
    ];
    vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

/// One of the first texts of a small pool, so that documents speak of the same, or any.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => select(&["Ann", "ANN", "Bé", "Be", "ua", "", "C D"][..]).prop_map(str::to_owned),
        1 => text(),
    ]
}

fn key() -> impl Strategy<Value = Option<String>> {
    let pool = select(&["UA", "ua", "FR", "", "-", "Q42", "ann"][..]).prop_map(str::to_owned);
    option::weighted(0.4, prop_oneof![4 => pool, 1 => text()])
}

fn document_id() -> impl Strategy<Value = String> {
    let pool = select(&["d1", "D1", "d-1", "d.1", "=d", "", "e"][..]).prop_map(str::to_owned);
    prop_oneof![6 => pool, 1 => text()]
}

fn mention() -> impl Strategy<Value = MentionRecord> {
    let kind = select(
        &[
            MentionKind::Name,
            MentionKind::Nominal,
            MentionKind::Pronoun,
        ][..],
    );
    let reason = prop_oneof![
        Just(None),
        Just(Some(Reason::SameName)),
        Just(Some(Reason::Pronoun))
    ];
    let parts = (0..500u32, 0..9u32, name(), kind, reason);
    parts.prop_map(|(start, length, text, kind, reason)| MentionRecord {
        start,
        end: start + length,
        text,
        kind,
        reason,
    })
}

fn entity() -> impl Strategy<Value = EntityRecord> {
    let names: Vec<String> = ontology()
        .entities()
        .map(|kind| ontology().entity_info(kind).name.clone())
        .collect();
    let sphere = select(&[Sphere::Public, Sphere::Press, Sphere::Arts, Sphere::Sport][..]);
    let spheres = vec(sphere, 0..3);
    let parts = (select(names), name(), key(), vec(mention(), 0..4), spheres);
    parts.prop_map(|(kind, name, key, mentions, spheres)| EntityRecord {
        id: String::new(),
        kind,
        name,
        key,
        spheres: spheres.into_iter().collect(),
        mentions,
    })
}

/// What a relation says beside its ends.
fn statement() -> impl Strategy<Value = (RelationRecord, [Index; 2])> {
    let polarity = select(&[Polarity::Positive, Polarity::Negative][..]);
    let modality = select(&[Modality::Actual, Modality::Future, Modality::Possible][..]);
    let place = (0..300u32, 0..40u32, option::of((0..40u32, 0..40u32)));
    let fields = vec(option::weighted(0.3, text()), 6);
    let confidence = option::of(0.0..=1.0f64);
    (
        polarity,
        modality,
        place,
        fields,
        confidence,
        any::<[Index; 2]>(),
    )
        .prop_map(
            |(polarity, modality, (start, length, inner), fields, confidence, picks)| {
                let [value, date, role, quote, frame, plover] =
                    <[_; 6]>::try_from(fields).expect("six were asked for");
                let end = start + length;
                let inner = inner.map(|(a, b)| CodeSpan {
                    start: start + a.min(b).min(length),
                    end: start + a.max(b).min(length),
                });
                let relation = RelationRecord {
                    id: String::new(),
                    kind: String::new(),
                    source: String::new(),
                    target: String::new(),
                    evidence: CodeSpan { start, end },
                    polarity,
                    modality,
                    attributed_to: None,
                    value,
                    date,
                    role,
                    quote,
                    trigger: inner,
                    source_mention: inner.filter(|_| start % 2 == 0),
                    target_mention: inner.filter(|_| start % 3 == 0),
                    frame,
                    confidence,
                    cameo: plover
                        .clone()
                        .map(|code: String| code.chars().rev().collect()),
                    plover,
                };
                (relation, picks)
            },
        )
}

/// A record that fits the ontology.
pub fn record() -> impl Strategy<Value = Record> {
    let meta = vec(option::weighted(0.4, text()), 3);
    let date = option::of(select(&["2024", "2024-05", "2024-05-06", "2023-12-31"][..]));
    let entities = vec(entity(), 0..6);
    let relations = vec(statement(), 0..6);
    (document_id(), meta, date, entities, relations).prop_map(
        |(id, meta, date, mut entities, statements)| {
            for (index, entity) in entities.iter_mut().enumerate() {
                entity.id = format!("e{index}");
            }
            let possible = possible(&entities);
            let mut relations = Vec::new();
            for (mut relation, [pick, speaker]) in statements {
                if possible.is_empty() {
                    break;
                }
                let (source, kind, target) = pick.get(&possible);
                relation.id = format!("r{}", relations.len());
                relation.source.clone_from(source);
                relation.kind.clone_from(kind);
                relation.target.clone_from(target);
                let speaker = speaker.index(entities.len() * 2);
                relation.attributed_to = entities.get(speaker).map(|entity| entity.id.clone());
                relations.push(relation);
            }
            let [title, source, url] = <[_; 3]>::try_from(meta).expect("three were asked for");
            Record {
                id,
                title,
                date: date.map(str::to_owned),
                source,
                url,
                entities,
                relations,
                ..Record::default()
            }
        },
    )
}

/// Some records, often several of one document.
pub fn records() -> impl Strategy<Value = Vec<Record>> {
    vec(record(), 0..6)
}

/// Every relation that the ontology allows between these, as ids and type.
fn possible(entities: &[EntityRecord]) -> Vec<(String, String, String)> {
    let ontology = ontology();
    let mut possible = Vec::new();
    for source in entities {
        for target in entities {
            for relation in ontology.relations() {
                let ends = [source, target].map(|end| ontology.entity(&end.kind));
                if let [Some(from), Some(to)] = ends
                    && ontology.allows(from, relation, to)
                {
                    let kind = ontology.relation_info(relation).name.clone();
                    possible.push((source.id.clone(), kind, target.id.clone()));
                }
            }
        }
    }
    possible
}
