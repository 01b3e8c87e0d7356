//! Which titles the people of a document bear, and of which country, as its own words say.

use super::clusters::Clusters;
use crate::schema::Sphere;
use crate::text::Deprel;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Somebody's title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Office {
    pub person: usize,
    /// In small letters.
    pub title: String,
    /// Where it stands.
    pub tokens: Range<usize>,
    /// The cluster of the country, region or body that the title is borne for.
    pub of: Option<usize>,
    /// The mention of the person that bears it.
    pub mention: usize,
}

/// The titles beside the names of a document, in text order.
pub(super) fn all(clusters: &Clusters<'_>) -> Vec<Office> {
    let mut found = Vec::new();
    for (index, mention) in clusters.mentions.iter().enumerate() {
        let person = clusters.of(index);
        let Some(person) = person.filter(|_| mention.entity_type == clusters.types.person) else {
            continue;
        };
        if !clusters.is_name(index) {
            continue;
        }
        let start = mention.tokens.start;
        let begins = clusters.begins_sentence(start);
        let tokens = title_tokens_before(clusters, start)
            .filter(|_| !begins)
            .or_else(|| title_tokens_behind(clusters, mention.tokens.end))
            .or_else(|| title_of_apposition(clusters, mention.tokens.start));
        let Some(tokens) = tokens else { continue };
        let title = clusters
            .document
            .text(clusters.document.span(tokens.clone()));
        found.push(Office {
            person,
            title: title.to_lowercase(),
            of: body_of(clusters, &tokens, mention.tokens.end),
            mention: index,
            tokens,
        });
    }
    found
}

/// The walks of life of the people of a document, by their clusters at the end.
pub(super) fn spheres(
    clusters: &Clusters<'_>,
    offices: &[Office],
) -> BTreeMap<usize, BTreeSet<Sphere>> {
    let mut spheres: BTreeMap<usize, BTreeSet<Sphere>> = BTreeMap::new();
    for office in offices {
        let title = clusters.schema.gazetteer.title(&office.title);
        let sphere = title.and_then(|title| title.sphere);
        if let (Some(sphere), Some(person)) = (sphere, clusters.of(office.mention)) {
            spheres.entry(person).or_default().insert(sphere);
        }
    }
    spheres
}

/// The title right before a name, in small letters; forms of address count.
pub(super) fn title_before(clusters: &Clusters<'_>, mention: usize) -> Option<String> {
    let start = clusters.mentions[mention].tokens.start;
    let tokens = title_right_before(clusters, start)?;
    let text = clusters.document.text(clusters.document.span(tokens));
    Some(text.to_lowercase())
}

/// The longest title right before a name; the last words of a headline are no title of the name that
/// the next line begins with.
pub(super) fn title_right_before(clusters: &Clusters<'_>, name: usize) -> Option<Range<usize>> {
    (!clusters.begins_sentence(name)).then(|| title_ending_at(clusters, name))?
}

/// The longest title that ends right before a token.
fn title_ending_at(clusters: &Clusters<'_>, end: usize) -> Option<Range<usize>> {
    let gazetteer = &clusters.schema.gazetteer;
    let sentences = &clusters.document.sentences;
    let sentence = sentences.partition_point(|s| s.tokens.end < end);
    let first = end.saturating_sub(gazetteer.longest_title());
    let first = first.max(sentences.get(sentence)?.tokens.start);
    (first..end).find_map(|start| {
        // "The Indian foreign minister" as a whole may be a mention too; a name is no title.
        let named = |token| {
            clusters
                .mention_at(token)
                .is_some_and(|m| clusters.is_name(m))
        };
        let free = !(start..end).any(named);
        let text = clusters.document.text(clusters.document.span(start..end));
        (free && gazetteer.title(text).is_some()).then_some(start..end)
    })
}

/// The title before a name, with forms of address, a comma and the country between them: "Prime
/// Minister Sir X", "the Foreign Secretary, X", "the President of Ukraine X".
fn title_tokens_before(clusters: &Clusters<'_>, start: usize) -> Option<Range<usize>> {
    let document = clusters.document;
    let mut end = start;
    let mut seen = None;
    for _ in 0..4 {
        let last = end.checked_sub(1)?;
        if document.word(last) == "," && end == start {
            end = last;
            continue;
        }
        if let Some(tokens) = title_ending_at(clusters, end) {
            let text = document.text(document.span(tokens.clone()));
            let office = clusters
                .schema
                .gazetteer
                .title(text)
                .is_some_and(|t| t.office);
            if office {
                return Some(tokens);
            }
            end = tokens.start;
            seen = Some(tokens);
            continue;
        }
        let Some(body) = clusters.mention_at(last) else {
            return seen;
        };
        let begin = clusters.mentions[body].tokens.start;
        let article = begin.checked_sub(1).filter(|&t| document.word(t) == "the");
        let Some(preposition) = article.unwrap_or(begin).checked_sub(1) else {
            return seen;
        };
        if !matches!(document.word(preposition), "of" | "for") {
            return seen;
        }
        end = preposition;
    }
    seen
}

/// The title in an apposition behind a name: "X, the Russian foreign minister,".
fn title_tokens_behind(clusters: &Clusters<'_>, end: usize) -> Option<Range<usize>> {
    let document = clusters.document;
    let comma = document.tokens.get(end)?;
    if document.text(comma.span) != "," {
        return None;
    }
    let limit = document.tokens.len().min(end + 8);
    let stop = (end + 1..limit)
        .find(|&t| document.word(t) == ",")
        .unwrap_or(limit);
    (end + 2..=stop)
        .rev()
        .filter_map(|title_end| title_ending_at(clusters, title_end))
        .find(|tokens| {
            let before = end + 1..tokens.start;
            before.clone().count() <= 4
                && before.into_iter().all(|token| {
                    let word = document.word(token);
                    matches!(word, "the" | "The" | "a" | "an" | "'s" | "’s")
                        || clusters.mention_at(token).is_some()
                        || word.chars().all(char::is_lowercase)
                })
                && before_is_nominal(clusters, end + 1..tokens.start)
        })
}

/// Whether no verb stands between a comma and a title.
fn before_is_nominal(clusters: &Clusters<'_>, mut tokens: Range<usize>) -> bool {
    use crate::text::Upos;
    tokens.all(|token| {
        let tag = clusters.document.tokens[token].upos;
        !matches!(
            tag,
            Upos::Verb | Upos::Aux | Upos::Adp | Upos::Pron | Upos::Cconj
        )
    })
}

/// "Russia's foreign minister, X": the noun that the name is in apposition to.
fn title_of_apposition(clusters: &Clusters<'_>, start: usize) -> Option<Range<usize>> {
    let noun = clusters.tree.head(start)?;
    let apposed = clusters.tree.deprel(start) == Deprel::Appos && noun < start;
    apposed.then(|| title_ending_at(clusters, noun + 1))?
}

/// The country or body of a title: before it ("French", "Russia's"), behind it ("of Ukraine"), or
/// behind the name ("President X of Eritrea").
fn body_of(clusters: &Clusters<'_>, title: &Range<usize>, name_end: usize) -> Option<usize> {
    let document = clusters.document;
    let word = |token: usize| document.tokens.get(token).map(|_| document.word(token));
    let mut before = title.start;
    // "outgoing", "'s"
    for _ in 0..3 {
        let Some(last) = before.checked_sub(1) else {
            break;
        };
        if let Some(body) = clusters.mention_at(last) {
            return body_cluster(clusters, body);
        }
        let passed = matches!(document.word(last), "'s" | "’s" | "'" | "’")
            || document.word(last).chars().all(char::is_lowercase)
                && !matches!(
                    document.word(last),
                    "of" | "and" | "the" | "by" | "with" | "to"
                );
        if !passed {
            break;
        }
        before = last;
    }
    for at in [title.end, name_end] {
        if word(at).is_some_and(|word| word == "of" || word == "for") {
            let next = match word(at + 1) {
                Some("the") => at + 2,
                _ => at + 1,
            };
            let body = document
                .tokens
                .get(next)
                .and_then(|_| clusters.mention_at(next));
            if let Some(body) = body {
                return body_cluster(clusters, body);
            }
        }
    }
    None
}

fn body_cluster(clusters: &Clusters<'_>, mention: usize) -> Option<usize> {
    let person = clusters.mentions[mention].entity_type == clusters.types.person;
    clusters.of(mention).filter(|_| !person)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::tests::of_names;

    /// Who bears which title of what, as the text says.
    fn offices(text: &str) -> Vec<String> {
        of_names(text, None, |clusters| {
            let offices = all(clusters).into_iter();
            offices
                .map(|office| {
                    let name = |id: usize| clusters.cluster(id).name.clone();
                    let of = office.of.map_or("nothing".to_owned(), name);
                    format!("{}: {} of {of}", name(office.person), office.title)
                })
                .collect()
        })
    }

    #[test]
    fn a_title_stands_before_a_name_behind_it_and_in_apposition() {
        for (text, office) in [
            (
                "Peruvian President Dina Boluarte opened the port of Chancay.",
                "Dina Boluarte: president of Peru",
            ),
            (
                "The talks were led by Subrahmanyam Jaishankar, the Indian foreign minister, on Friday.",
                "Subrahmanyam Jaishankar: foreign minister of India",
            ),
            (
                "President Isaias Afwerki of Eritrea did not attend the summit.",
                "Isaias Afwerki: president of Eritrea",
            ),
            (
                "Norway's foreign minister, Espen Barth Eide, flew to Ramallah.",
                "Espen Barth Eide: foreign minister of Norway",
            ),
        ] {
            assert_eq!(offices(text), [office], "{text}");
        }
    }

    #[test]
    fn a_title_beyond_a_verb_or_of_another_is_not_borne() {
        for text in [
            "Dina Boluarte, who met the president of Chile, opened the port.",
            "Espen Barth Eide, criticized by the prime minister, flew to Ramallah.",
        ] {
            assert_eq!(offices(text), [""; 0], "{text}");
        }
    }
}
