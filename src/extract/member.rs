//! Bodies that are organs of others by the gazetteer ("European Commission", "UN Security
//! Council"), where the text names both.

use super::{Argument, EntityRef, Extractor, Fact, Findings, Reading};
use crate::schema::{Modality, Polarity};
use crate::text::{MentionKind, Span};

/// Finds the organs of coalitions and bodies.
#[derive(Debug)]
pub(super) struct MemberExtractor;

impl Extractor for MemberExtractor {
    fn name(&self) -> &'static str {
        "organ"
    }

    fn about(&self) -> &'static str {
        "the body that a body is an organ of, where a sentence names both"
    }

    fn extract(&self, reading: &Reading<'_>, findings: &mut Findings) {
        let Some(kind) = reading.relation("member_of") else {
            return;
        };
        let gazetteer = &reading.schema.gazetteer;
        for (index, mention) in reading.mentions.iter().enumerate() {
            let Some(row) = mention
                .row
                .filter(|_| reading.is_a(mention.entity_type, "Organization"))
            else {
                continue;
            };
            if mention.kind != MentionKind::Name {
                continue;
            }
            let parents = gazetteer
                .row(row)
                .members
                .iter()
                .filter_map(|name| gazetteer.named(name));
            for parent in parents {
                let allowed = reading.schema.ontology.allows(
                    mention.entity_type,
                    kind,
                    gazetteer.row(parent).kind,
                );
                let Some(referent) = referent_of(reading, parent).filter(|_| allowed) else {
                    continue;
                };
                let (Some(source), Some(evidence)) =
                    (reading.argument(index), reading.sentence_of(mention.head))
                else {
                    continue;
                };
                let Some(span) = named_in(reading, referent, evidence)
                    .or_else(|| name_within(reading, parent, mention.span))
                else {
                    continue;
                };
                findings.facts.push(Fact {
                    kind,
                    source,
                    target: Argument {
                        entity: EntityRef::Referent(referent),
                        span,
                    },
                    evidence,
                    trigger: source.span,
                    polarity: Polarity::Positive,
                    modality: Modality::Actual,
                    attributed_to: None,
                    value: None,
                    role: None,
                    date: None,
                    found_by: self.name().to_owned(),
                    plover: None,
                    confidence: 0.7,
                });
            }
        }
    }
}

/// The referent that a row of the gazetteer names.
fn referent_of(reading: &Reading<'_>, row: crate::schema::RowId) -> Option<usize> {
    let named = reading
        .mentions
        .iter()
        .position(|mention| mention.row == Some(row))?;
    reading.resolution.of_mention[named]
}

/// A name of a referent within a span.
fn named_in(reading: &Reading<'_>, referent: usize, span: Span) -> Option<Span> {
    let mentions = &reading.resolution.referents[referent].mentions;
    mentions
        .iter()
        .map(|&mention| reading.mentions[mention].span)
        .find(|&name| span.contains(name))
}

/// The name of the parent with which the name of its organ begins.
fn name_within(reading: &Reading<'_>, row: crate::schema::RowId, span: Span) -> Option<Span> {
    let text = reading.document().text(span);
    let row = reading.schema.gazetteer.row(row);
    let names = std::iter::once(&row.name)
        .chain(&row.aliases)
        .chain(&row.adjectives);
    let found = names.filter(|name| {
        let rest = text.strip_prefix(name.as_str());
        rest.is_some_and(|rest| rest.starts_with([' ', '\'', '’']))
    });
    let longest = found.map(String::len).max()?;
    let start = span.start as usize;
    Some(Span::new(start, start + longest))
}
