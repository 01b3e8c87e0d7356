//! What lies where: "Goma, in eastern Congo", "the Syrian city of Aleppo", "Ukraine's Donetsk
//! region", "northern Iraq", "much of Ukraine, including Crimea".

use super::neighbours::{between, is_name, list_from, list_to};
use super::{Argument, EntityRef, Extractor, Fact, Findings, Reading};
use crate::schema::{Modality, Polarity};
use crate::text::{Deprel, MentionKind, Span, Upos};

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
                push((self.name(), 0.75), reading, index, around, findings);
            } else if let Some(outer) = behind(reading, index).or_else(|| before(reading, index)) {
                for inner in list_to(reading, index, &|m| is_within(reading, m, outer)) {
                    push((self.name(), 0.7), reading, inner, outer, findings);
                }
            }
            included(reading, index, findings);
            inside_name(reading, index, findings);
        }
    }
}

/// How wide a location is: a town, an area, a country; none for what is no location.
fn width(reading: &Reading<'_>, mention: usize) -> Option<u8> {
    let kind = reading.type_of(mention)?;
    [("Place", 1), ("Region", 2), ("Country", 3)]
        .iter()
        .find_map(|&(name, width)| reading.is_a(kind, name).then_some(width))
}

/// Whether one mention may lie in another by their types.
fn is_within(reading: &Reading<'_>, inner: usize, outer: usize) -> bool {
    let widths = width(reading, inner).zip(width(reading, outer));
    widths.is_some_and(|(a, b)| a < 3 && a <= b)
        && is_name(reading, outer)
        && reading.resolution.of_mention[inner] != reading.resolution.of_mention[outer]
}

/// Words that may stand between a place and "in" or "of" and the area around it.
const BETWEEN: &[&str] = &[
    "a",
    "an",
    "the",
    "of",
    "in",
    "inside",
    "within",
    "on",
    "near",
    ",",
    "border",
    "central",
    "centre",
    "center",
    "coastal",
    "city",
    "cities",
    "town",
    "towns",
    "village",
    "port",
    "province",
    "region",
    "district",
    "state",
    "part",
    "parts",
    "area",
    "areas",
    "capital",
    "largest",
    "second",
    "north",
    "south",
    "east",
    "west",
    "northern",
    "southern",
    "eastern",
    "western",
    "northeastern",
    "northwestern",
    "southeastern",
    "southwestern",
    "north-eastern",
    "north-western",
    "south-eastern",
    "south-western",
    "north-east",
    "north-west",
    "south-east",
    "south-west",
    "heart",
    "outskirts",
    "suburb",
    "resort",
    "island",
    "coast",
    "far",
    "remote",
    "ancient",
    "key",
    "strategic",
    "mining",
    "other",
    "and",
    "enclave",
    "territory",
    "provincial",
    "main",
    "stronghold",
    "what",
    "is",
    "now",
    "small",
    "second-largest",
    "major",
    "base",
    "camp",
    "home",
];

/// "Gyumri, in northwestern Armenia", "Uvira, a city in South Kivu", "Fallujah in the west of Iraq".
fn behind(reading: &Reading<'_>, inner: usize) -> Option<usize> {
    // "The capital" of "Nairobi, the capital of Kenya" is the place itself.
    let own = |&other: &usize| {
        let described = reading.mentions[other].kind == MentionKind::Nominal;
        described && reading.resolution.of_mention[other] == reading.resolution.of_mention[inner]
    };
    let mut others = inner + 1..reading.mentions.len();
    let outer = others.find(|other| !own(other))?;
    let words = between(reading, inner, outer)?;
    let local = words
        .iter()
        .any(|word| matches!(*word, "in" | "inside" | "within"));
    let of = words.first() == Some(&",")
        && words.iter().any(|word| {
            matches!(
                *word,
                "capital"
                    | "city"
                    | "town"
                    | "village"
                    | "port"
                    | "province"
                    | "region"
                    | "district"
                    | "suburb"
            )
        })
        && words.contains(&"of");
    let plain = words
        .iter()
        .all(|word| BETWEEN.contains(&word.to_lowercase().as_str()));
    // "In Vienna and now in Riyadh" joins two; "Aleppo and other towns in Syria" does not.
    let joined = words.contains(&"and") && !words.contains(&"other");
    let fits = is_within(reading, inner, outer) && plain && !joined && (local || of);
    let outer = fits.then_some(outer)?;
    // "in Afghanistan's Maidan Wardak province": the nearer area.
    let next = outer + 1;
    let owned = next < reading.mentions.len()
        && between(reading, outer, next).is_some_and(|words| is_owner(&words))
        && is_within(reading, inner, next)
        && is_within(reading, next, outer);
    Some(if owned { next } else { outer })
}

fn is_owner(words: &[&str]) -> bool {
    words
        .first()
        .is_some_and(|word| matches!(*word, "'s" | "’s" | "'" | "’"))
        && words.len() <= 3
        && words[1..].iter().all(|word| BETWEEN.contains(word))
}

/// "Armenia's southern Syunik Province", "the Iraqi city of Mosul".
fn before(reading: &Reading<'_>, inner: usize) -> Option<usize> {
    let outer = inner.checked_sub(1)?;
    let words = between(reading, outer, inner)?;
    let noun = |word: &&str| BETWEEN.contains(word) || word.chars().all(char::is_alphabetic);
    let adjective = is_adjective(reading, outer)
        && words.last() == Some(&"of")
        && (2..=4).contains(&words.len())
        && words.iter().all(noun)
        && words[..words.len() - 1].iter().any(|word| {
            let kind = reading.schema.frames.head_noun(word);
            kind.is_some_and(|kind| reading.is_a(kind, "Location"))
                || matches!(
                    *word,
                    "capital" | "resort" | "suburb" | "enclave" | "stronghold"
                )
        });
    (is_within(reading, inner, outer) && (is_owner(&words) || adjective)).then_some(outer)
}

/// Whether a mention is a national adjective as written.
fn is_adjective(reading: &Reading<'_>, mention: usize) -> bool {
    let written = reading.document().text(reading.mentions[mention].span);
    reading.mentions[mention].row.is_some_and(|row| {
        let row = reading.schema.gazetteer.row(row);
        row.adjectives.iter().any(|adjective| adjective == written)
    }) || reading.document().tokens[reading.mentions[mention].head].upos == Upos::Adj
}

/// "Ukraine, including Crimea and Donbas": what an area includes lies in it.
fn included(reading: &Reading<'_>, inner: usize, findings: &mut Findings) {
    let Some(outer) = inner.checked_sub(1) else {
        return;
    };
    let Some(words) = between(reading, outer, inner) else {
        return;
    };
    let includes = words.iter().position(|word| {
        matches!(
            *word,
            "including" | "notably" | "especially" | "particularly"
        )
    });
    let short = words.len() <= 3 && includes.is_some_and(|at| at <= 1);
    let wider = width(reading, outer) > width(reading, inner);
    if !short || !wider || !is_name(reading, outer) {
        return;
    }
    for part in list_from(reading, inner, &|m| is_within(reading, m, outer)) {
        push(("location.part", 0.65), reading, part, outer, findings);
    }
}

/// "Northern Iraq" lies in Iraq, where the text names Iraq.
fn inside_name(reading: &Reading<'_>, index: usize, findings: &mut Findings) {
    let mention = &reading.mentions[index];
    let document = reading.document();
    let compass = document.word(mention.tokens.start).to_lowercase();
    let directed = [
        "north", "south", "east", "west", "central", "upper", "lower",
    ]
    .iter()
    .any(|point| compass.starts_with(point));
    let rest = mention.tokens.start + 1..mention.tokens.end;
    if !directed || rest.is_empty() {
        return;
    }
    let span = document.span(rest);
    let text = document.text(span);
    let gazetteer = &reading.schema.gazetteer;
    let named = |referent: usize| {
        let known = reading.resolution.referents[referent].mentions.iter();
        let mut rows = known.filter_map(|&m| reading.mentions[m].row);
        rows.any(|row| {
            let row = gazetteer.row(row);
            row.name == text || row.aliases.iter().any(|alias| alias == text)
        }) || reading.resolution.referents[referent].name == text
    };
    let country = |referent: &usize| {
        reading.is_a(
            reading.resolution.referents[*referent].entity_type,
            "Country",
        )
    };
    let whole = (0..reading.resolution.referents.len())
        .filter(country)
        .find(|&referent| named(referent));
    let (Some(whole), Some(source)) = (whole, reading.argument(index)) else {
        return;
    };
    let target = Argument {
        entity: EntityRef::Referent(whole),
        span,
    };
    findings.facts.extend(fact(
        ("location.name", 0.75),
        reading,
        [source, target],
        mention.head,
    ));
}

/// The mention of what a place lies in, by the tree.
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
    (wider && !is_adjective(reading, next) && !listed).then_some(next)
}

/// Whether a noun is a kind of area or place ("city", "region").
fn is_area_noun(reading: &Reading<'_>, token: usize) -> bool {
    let kind = reading.schema.frames.head_noun(reading.tree.lemma(token));
    reading.mention_at(token).is_none() && kind.is_some_and(|kind| reading.is_a(kind, "Location"))
}

fn push(
    how: (&str, f64),
    reading: &Reading<'_>,
    inner: usize,
    outer: usize,
    findings: &mut Findings,
) {
    if let (Some(source), Some(target)) = (reading.argument(inner), reading.argument(outer)) {
        let token = reading.mentions[inner].head;
        findings
            .facts
            .extend(fact(how, reading, [source, target], token));
    }
}

fn fact(
    (name, confidence): (&str, f64),
    reading: &Reading<'_>,
    [source, target]: [Argument; 2],
    token: usize,
) -> Option<Fact> {
    let kind = reading.relation("located_in")?;
    let evidence: Span = reading.sentence_of(token)?;
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
        confidence,
    })
}
