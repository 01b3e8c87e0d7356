//! Relations with their evidence, written and read.

use super::super::assembly::{check_places, check_signature, first_and_last};
use super::super::{Confidence, Evidence, Relation, Shared};
use super::Mistake;
use super::coding::{Decoder, Encoder};
use super::entities::Nodes;
use super::tables::{Known, Tables};
use crate::schema::{Modality, Polarity};
use crate::text::CodeSpan;
use petgraph::graph::Edge;
use smallvec::SmallVec;

/// How a relation is said, by number.
const MANNERS: [(Polarity, Modality); 6] = [
    (Polarity::Positive, Modality::Actual),
    (Polarity::Positive, Modality::Future),
    (Polarity::Positive, Modality::Possible),
    (Polarity::Negative, Modality::Actual),
    (Polarity::Negative, Modality::Future),
    (Polarity::Negative, Modality::Possible),
];

/// What a piece of evidence has, a bit each, in the order in which it follows.
const QUOTE: u32 = 1;
const TRIGGER: u32 = 1 << 1;
const SOURCE_MENTION: u32 = 1 << 2;
const TARGET_MENTION: u32 = 1 << 3;
const ATTRIBUTED_TO: u32 = 1 << 4;
const VALUE: u32 = 1 << 5;
const DATE: u32 = 1 << 6;
const ROLE: u32 = 1 << 7;
const FRAME: u32 = 1 << 8;
const CONFIDENCE: u32 = 1 << 9;
const PLOVER: u32 = 1 << 10;
const CONTENT: u32 = 1 << 11;

/// Writes a relation; `before` is the source of the one before in the block.
pub(super) fn write(
    edge: &Edge<Relation>,
    before: &mut usize,
    tables: &Tables<'_>,
    block: &mut Encoder<'_>,
) {
    let relation = &edge.weight;
    let source = edge.source().index();
    block.number(source - *before);
    *before = source;
    block.number(relation.kind().index());
    block.number(edge.target().index());
    let manner = (relation.polarity(), relation.modality());
    let manner = MANNERS.iter().position(|known| *known == manner);
    block.number(manner.expect("all are there"));
    block.bytes.extend(relation.id_bytes());
    block.number(relation.weight());
    for evidence in relation.evidence() {
        write_evidence(evidence, tables, block);
    }
}

fn write_evidence(evidence: &Evidence, tables: &Tables<'_>, block: &mut Encoder<'_>) {
    let Evidence {
        document,
        span,
        quote,
        trigger,
        source_mention,
        target_mention,
        attributed_to,
        value,
        date,
        role,
        frame,
        confidence,
        plover,
        content,
    } = evidence;
    let there = [
        (!quote.is_empty(), QUOTE),
        (trigger.is_some(), TRIGGER),
        (source_mention.is_some(), SOURCE_MENTION),
        (target_mention.is_some(), TARGET_MENTION),
        (attributed_to.is_some(), ATTRIBUTED_TO),
        (value.is_some(), VALUE),
        (date.is_some(), DATE),
        (role.is_some(), ROLE),
        (frame.is_some(), FRAME),
        (confidence.is_some(), CONFIDENCE),
        (plover.is_some(), PLOVER),
        (content.is_some(), CONTENT),
    ];
    let flags = there.iter().filter(|(is, _)| *is).map(|(_, bit)| bit);
    block.number(flags.sum::<u32>());
    block.number(tables.document(document));
    block.number(span.start);
    block.number(span.end - span.start);
    if !quote.is_empty() {
        block.text(quote);
    }
    // They lie in the evidence.
    for inner in [trigger, source_mention, target_mention]
        .into_iter()
        .flatten()
    {
        block.number(inner.start - span.start);
        block.number(inner.end - inner.start);
    }
    if let Some(speaker) = attributed_to {
        block.number(tables.entity(speaker));
    }
    for text in [value, date, role].into_iter().flatten() {
        block.text(text);
    }
    if let Some(frame) = frame {
        block.number(tables.text(frame));
    }
    if let Some(confidence) = confidence {
        block.number(confidence.thousandths());
    }
    if let Some(plover) = plover {
        block.number(tables.text(plover));
    }
    if let Some(content) = content {
        block.text(content);
    }
}

/// What puts a relation in its place: source, type, target, manner.
pub(super) type Key = (u32, u32, u32, u32);

/// The relations of a block.
#[derive(Debug, Default)]
pub(super) struct Relations {
    /// Source, target and relation.
    pub(super) list: Vec<(u32, u32, Relation)>,
    /// Of the first and of the last.
    pub(super) keys: Option<(Key, Key)>,
}

impl Relations {
    /// Reads all relations of a block, each as strictly checked as if it were new.
    pub(super) fn read(content: &[u8], known: &Known, nodes: &Nodes) -> Result<Relations, Mistake> {
        let mut block = Decoder::new(content);
        let mut relations = Relations::default();
        let mut before = 0;
        while !block.is_at_end() {
            let source = block.number()?.saturating_add(before);
            before = source;
            let (kind, target) = (block.number()?, block.number()?);
            let manner = block.number()?;
            let key = (source, kind, target, manner);
            let first = match relations.keys {
                Some((_, last)) if last >= key => {
                    return Err("the edges are out of order".to_owned());
                }
                Some((first, _)) => first,
                None => key,
            };
            relations.keys = Some((first, key));
            let relation = read_one(&mut block, key, known, nodes)?;
            relations.list.push((source, target, relation));
        }
        Ok(relations)
    }
}

fn read_one(
    block: &mut Decoder<'_>,
    (source, kind, target, manner): Key,
    known: &Known,
    nodes: &Nodes,
) -> Result<Relation, Mistake> {
    let relation_type = known.relation_types.get(kind as usize).copied();
    let kind = relation_type.ok_or_else(|| format!("there is no relation type {kind}"))?;
    let manner = MANNERS.get(manner as usize).copied();
    let (polarity, modality) = manner.ok_or("an edge has a manner that is none")?;
    let ends = [source, target];
    let [(source, from), (target, to)] = [nodes.get(source)?, nodes.get(target)?];
    check_signature(&known.ontology, from, kind, to)?;
    let info = known.ontology.relation_info(kind);
    let name = &info.name;
    // Taken as it was written: making a million ids again takes longer than reading all the rest.
    let id = block.bytes()?;
    let count = block.count()?;
    if count == 0 {
        return Err(format!(
            "the edge {source:?} {name} {target:?} has no evidence"
        ));
    }
    let mut all: SmallVec<[Evidence; 1]> = SmallVec::with_capacity(count);
    let mut numbers: SmallVec<[u32; 1]> = SmallVec::with_capacity(count);
    for _ in 0..count {
        let (number, evidence) = read_evidence(block, known, nodes)?;
        let document = &evidence.document;
        check_places(&evidence).map_err(|message| format!("an edge of {document:?}: {message}"))?;
        if !ends.iter().all(|&end| nodes.appears(end, number)) {
            return Err(format!(
                "the edge {source:?} {name} {target:?} of {document:?} leads to what does not appear \
                 in that document"
            ));
        }
        let mentions = [evidence.source_mention, evidence.target_mention];
        if info.symmetric && (ends[0], mentions[0]) > (ends[1], mentions[1]) {
            return Err(format!(
                "the edge {source:?} {name} {target:?} is the wrong way round"
            ));
        }
        if all.last().is_some_and(|before| *before >= evidence) {
            return Err(format!(
                "the evidence of {source:?} {name} {target:?} is out of order"
            ));
        }
        all.push(evidence);
        numbers.push(number);
    }
    let dates = first_and_last(numbers.iter().filter_map(|&number| known.date(number)));
    Ok(Relation::whole(id, (kind, polarity, modality), all, dates))
}

/// A piece of evidence and the number of its document.
fn read_evidence(
    block: &mut Decoder<'_>,
    known: &Known,
    nodes: &Nodes,
) -> Result<(u32, Evidence), Mistake> {
    let flags = block.number()?;
    let has = |bit: u32| flags & bit != 0;
    let number = block.number()?;
    let document = known.document(number)?.clone();
    let span = read_span(block, 0)?;
    let quote = match has(QUOTE) {
        true => block.text()?.to_owned(),
        false => String::new(),
    };
    let mut inner = |bit| has(bit).then(|| read_span(block, span.start)).transpose();
    let trigger = inner(TRIGGER)?;
    let source_mention = inner(SOURCE_MENTION)?;
    let target_mention = inner(TARGET_MENTION)?;
    let attributed_to = match has(ATTRIBUTED_TO) {
        true => Some(read_speaker(block, number, &document, nodes)?),
        false => None,
    };
    let text = |bit, block: &mut Decoder<'_>| {
        let text = has(bit).then(|| block.text().map(str::to_owned));
        text.transpose()
    };
    let shared = |bit, block: &mut Decoder<'_>| {
        let text = has(bit).then(|| known.text(block.number()?).cloned());
        text.transpose()
    };
    let evidence = Evidence {
        document,
        span,
        quote,
        trigger,
        source_mention,
        target_mention,
        attributed_to,
        value: text(VALUE, block)?,
        date: text(DATE, block)?,
        role: text(ROLE, block)?,
        frame: shared(FRAME, block)?,
        confidence: match has(CONFIDENCE) {
            true => Some(Confidence::of_thousandths(block.number()?)?),
            false => None,
        },
        plover: shared(PLOVER, block)?,
        content: text(CONTENT, block)?,
    };
    Ok((number, evidence))
}

fn read_speaker(
    block: &mut Decoder<'_>,
    document_number: u32,
    document: &str,
    nodes: &Nodes,
) -> Result<Shared, Mistake> {
    let speaker = block.number()?;
    let (id, _) = nodes.get(speaker)?;
    match nodes.appears(speaker, document_number) {
        true => Ok(id.clone()),
        false => Err(format!(
            "an edge of {document:?} names {id:?}, which does not appear in that document"
        )),
    }
}

/// A span from its start, counted from `from`, and its length.
fn read_span(block: &mut Decoder<'_>, from: u32) -> Result<CodeSpan, Mistake> {
    let start = block.number()?.saturating_add(from);
    let end = start.saturating_add(block.number()?);
    Ok(CodeSpan { start, end })
}
