//! Who belongs to which body: organs by the gazetteer ("UN Security Council"), where the text names
//! both, and members by the words between two names ("NATO member Turkey", "members of the group,
//! including Chad", "the Quad (the US, India ...)", "the alliance's military committee").

use super::neighbours::{between, is_name, list_from, list_to};
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
        for index in 0..reading.mentions.len().saturating_sub(1) {
            read_pair(reading, index, findings);
        }
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

/// Nouns that tie a body's name to the names of its members behind it.
const MEMBERS: &[&str] = &[
    "member",
    "members",
    "allies",
    "ally",
    "signatory",
    "founder",
    "newcomer",
    "nations",
    "states",
    "countries",
];

/// Nouns for persons that belong to the body before their names.
const FOLLOWERS: &[&str] = &[
    "activist",
    "candidate",
    "colleague",
    "fighter",
    "lawmaker",
    "legislator",
    "member",
    "militant",
    "operative",
    "politician",
    "senator",
];

/// What the words between two neighbouring names say of membership.
fn read_pair(reading: &Reading<'_>, first: usize, findings: &mut Findings) {
    let second = first + 1;
    let Some(words) = between(reading, first, second) else {
        return;
    };
    if !is_name(reading, first) || !is_name(reading, second) {
        return;
    }
    let is = |mention: usize, name: &str| {
        reading
            .type_of(mention)
            .is_some_and(|kind| reading.is_a(kind, name))
    };
    let group = |m: usize| is(m, "Coalition") || is(m, "Organization");
    let members = |of: usize| list_from(reading, second, &|m| is(m, "Country") && m != of);
    let last = words.last().copied().unwrap_or_default();
    let includes = words.iter().any(|word| {
        matches!(
            *word,
            "including" | "includes" | "comprises" | "namely" | "comprising"
        )
    });
    if group(first) && is(second, "Country") {
        let tied = MEMBERS.contains(&last) && words.len() <= 4
            || includes && words.len() <= 6
            || words == ["("] && members(first).len() > 1
            || last == "of"
                && !words.contains(&",")
                && words
                    .iter()
                    .any(|word| matches!(*word, "ministers" | "leaders"));
        // "EU foreign ministers of A and B"
        for member in members(first)
            .into_iter()
            .filter(|_| tied && is(first, "Coalition"))
        {
            push(reading, member, first, 0.6, findings);
        }
    }
    // "The United States, Japan and other G7 partners"
    let others = words.contains(&"other") && words.len() <= 4 && words.contains(&"and");
    if is(first, "Country") && group(second) && others && is_followed_by_members(reading, second) {
        for member in list_to(reading, first, &|m| is(m, "Country")) {
            push(reading, member, second, 0.7, findings);
        }
    }
    let person = is(second, "Person") && is(first, "Organization");
    if person && FOLLOWERS.contains(&last) && words.len() <= 3 {
        push(reading, second, first, 0.6, findings);
    }
    // "Sharif Hotak, of the provincial council"
    let of = words.iter().position(|word| *word == "of");
    let plain = words.iter().all(|word| matches!(*word, "," | "of" | "the"));
    if is(first, "Person") && group(second) && plain && of.is_some() {
        push(reading, first, second, 0.6, findings);
    }
    // "The African Union's peace council"
    let owned = words
        .first()
        .is_some_and(|word| matches!(*word, "'s" | "’s"));
    if group(first) && is(second, "Organization") && owned && words.len() <= 2 {
        push(reading, second, first, 0.55, findings);
    }
    let belongs = words == ["of"] || words == ["of", "the"];
    if is(first, "Organization") && group(second) && belongs {
        push(reading, first, second, 0.55, findings);
    }
}

fn push(
    reading: &Reading<'_>,
    member: usize,
    body: usize,
    confidence: f64,
    findings: &mut Findings,
) {
    let (Some(kind), Some(source), Some(target), Some(evidence)) = (
        reading.relation("member_of"),
        reading.argument(member),
        reading.argument(body),
        reading.sentence_of(reading.mentions[member].head),
    ) else {
        return;
    };
    findings.facts.push(Fact {
        kind,
        source,
        target,
        evidence,
        trigger: source.span.cover(target.span),
        polarity: Polarity::Positive,
        modality: Modality::Actual,
        attributed_to: None,
        value: None,
        role: None,
        date: None,
        found_by: "member".to_owned(),
        plover: None,
        confidence,
    });
}

/// Whether "members", "partners" or "allies" stands right behind a body's name.
fn is_followed_by_members(reading: &Reading<'_>, body: usize) -> bool {
    let end = reading.mentions[body].tokens.end;
    let tokens = end..reading.document().tokens.len().min(end + 3);
    let words = ["member", "partner", "ally", "country", "nation", "state"];
    tokens
        .into_iter()
        .any(|token| words.contains(&reading.tree.lemma(token)))
}
