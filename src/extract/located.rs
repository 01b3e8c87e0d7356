//! What lies where: "Goma, in eastern Congo", "the Syrian city of Aleppo", "Ukraine's Donetsk
//! region".

use super::{Argument, Extractor, Fact, Findings, Reading};
use crate::schema::{Modality, Polarity, RelationType};
use crate::text::{Deprel, MentionKind};

/// Finds which area or place lies in which.
#[derive(Debug)]
pub(super) struct LocationExtractor;

impl Extractor for LocationExtractor {
    fn name(&self) -> &'static str {
        "location"
    }

    fn about(&self) -> &'static str {
        "the area or country in which a place lies"
    }

    fn extract(&self, reading: &Reading<'_>, findings: &mut Findings) {
        for (index, mention) in reading.mentions.iter().enumerate() {
            let located = reading
                .type_of(index)
                .is_some_and(|kind| reading.is_a(kind, "Location"));
            if !located || mention.kind != MentionKind::Name {
                continue;
            }
            if let Some(around) = around(reading, index) {
                push(self.name(), reading, index, around, findings);
            }
        }
    }
}

/// The mention of what a place lies in.
fn around(reading: &Reading<'_>, inner: usize) -> Option<usize> {
    let tree = reading.tree;
    let area = |kind| reading.is_a(kind, "Location") || reading.is_a(kind, "Country");
    let head = reading.mentions[inner].head;
    // "Kyiv in Ukraine", "Ukraine's Kharkiv"; the noun that the name belongs to may carry it.
    let mut hosts = vec![head];
    let belongs = matches!(
        tree.deprel(head),
        Deprel::Compound | Deprel::NmodDesc | Deprel::Appos | Deprel::Flat | Deprel::Amod
    ) || tree.deprel(head) == Deprel::Nmod && tree.has_case(head, "of");
    if let Some(host) = tree
        .head(head)
        .filter(|&host| belongs && is_area_noun(reading, host))
    {
        hosts.push(host);
    }
    let tied = hosts.iter().find_map(|&host| {
        tree.children(host).find_map(|child| {
            let relation = tree.deprel(child);
            let inside = relation == Deprel::Nmod
                && (tree.has_case(child, "in") || tree.has_case(child, "of"))
                && child > host;
            let owner = relation == Deprel::NmodPoss
                || relation == Deprel::Amod && is_area_noun(reading, host);
            let mention = (inside || owner).then(|| reading.meant_by(child, &area))??;
            (mention != inner).then_some(mention)
        })
    });
    tied.or_else(|| after_comma(reading, inner))
}

/// "Aleppo, Syria," with nothing that makes it a list.
fn after_comma(reading: &Reading<'_>, inner: usize) -> Option<usize> {
    let document = reading.document();
    let mention = &reading.mentions[inner];
    let comma = mention.tokens.end;
    let next = inner + 1;
    let outer = reading.mentions.get(next)?;
    if document.tokens.get(comma).map(|_| document.word(comma)) != Some(",")
        || outer.tokens.start != comma + 1
        || outer.kind != MentionKind::Name
    {
        return None;
    }
    let kind = reading.type_of(next)?;
    let wider = match reading.is_a(reading.mentions[inner].entity_type, "Place") {
        true => reading.is_a(kind, "Region") || reading.is_a(kind, "Country"),
        false => reading.is_a(kind, "Country"),
    };
    let national = outer.row.is_some_and(|row| {
        let written = document.text(outer.span);
        reading
            .schema
            .gazetteer
            .row(row)
            .adjectives
            .iter()
            .any(|adjective| adjective == written)
    });
    // "At talks in Geneva, Iran agreed": the subject of the clause begins anew.
    let subject = matches!(
        reading.tree.deprel(outer.head),
        Deprel::Nsubj | Deprel::NsubjPass
    );
    if subject {
        return None;
    }
    let behind = document
        .tokens
        .get(outer.tokens.end)
        .map(|_| document.word(outer.tokens.end));
    let listed = matches!(behind, Some("and" | "or"))
        || mention.tokens.start > 0
            && matches!(document.word(mention.tokens.start - 1), "," | "and");
    (wider && !national && !listed).then_some(next)
}

/// Whether a noun is a kind of area or place ("city", "region").
fn is_area_noun(reading: &Reading<'_>, token: usize) -> bool {
    let kind = reading.schema.frames.head_noun(reading.tree.lemma(token));
    reading.mention_at(token).is_none() && kind.is_some_and(|kind| reading.is_a(kind, "Location"))
}

fn push(name: &str, reading: &Reading<'_>, inner: usize, outer: usize, findings: &mut Findings) {
    let parts = (
        reading.relation("located_in"),
        reading.argument(inner),
        reading.argument(outer),
    );
    let (Some(kind), Some(source), Some(target)) = parts else {
        return;
    };
    let token = reading.mentions[inner].head;
    findings
        .facts
        .extend(fact(name, reading, kind, [source, target], token));
}

fn fact(
    name: &str,
    reading: &Reading<'_>,
    kind: RelationType,
    [source, target]: [Argument; 2],
    token: usize,
) -> Option<Fact> {
    let evidence = reading.sentence_of(token)?;
    let inside = evidence.contains(source.span) && evidence.contains(target.span);
    inside.then(|| Fact {
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
        found_by: name.to_owned(),
        plover: None,
        confidence: 0.75,
    })
}
