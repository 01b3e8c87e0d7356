//! Mentions that stand for several: "the two countries" for the two that were coordinated before
//! them, "we" for those who issue a joint statement.

use crate::schema::Schema;
use crate::text::{Deprel, Mention, MentionKind, Resolution, Tree, Upos, quotations};

/// How many sentences at the head of a text may say who issues it.
const HEAD: usize = 6;

/// How many sentences back the members of a pair may stand.
const REACH: usize = 2;

/// Those who issue a joint statement: "We, the foreign ministers of A, B and C, ...", "the
/// following statement was released by the governments of A and B".
pub(super) fn speakers(
    schema: &Schema,
    tree: &Tree<'_>,
    mentions: &[Mention],
    resolution: &Resolution,
) -> Vec<usize> {
    let document = tree.document();
    for sentence in document.sentences.iter().take(HEAD) {
        let tokens = sentence.tokens.clone();
        let released = || {
            let statement = tokens.clone().find(|&token| {
                matches!(
                    tree.lemma(token),
                    "statement" | "communique" | "declaration"
                )
            })?;
            let verb = (statement..tokens.end).find(|&token| {
                matches!(tree.lemma(token), "release" | "issue" | "agree" | "adopt")
            })?;
            (verb..tokens.end.min(verb + 4)).find(|&token| tree.lemma(token) == "by")
        };
        let we = || {
            let we = tokens
                .clone()
                .take(3)
                .find(|&token| document.word(token) == "We")?;
            (we + 1 < tokens.end && document.word(we + 1) == ",").then_some(we + 1)
        };
        let Some(from) = we().or_else(released) else {
            continue;
        };
        let is_end = |&token: &usize| {
            let finite = matches!(document.tokens[token].upos, Upos::Verb | Upos::Aux);
            token > from && (finite || document.word(token) == ":")
        };
        let to = (from..tokens.end).find(is_end).unwrap_or(tokens.end);
        let mut found = Vec::new();
        for (index, mention) in mentions.iter().enumerate() {
            let inside = mention.tokens.start > from && mention.tokens.end <= to;
            let state = ["Country", "Coalition"].iter().any(|kind| {
                schema
                    .ontology
                    .entity(kind)
                    .is_some_and(|kind| kind == mention.entity_type)
            });
            if let Some(referent) = resolution.of_mention[index]
                && inside
                && state
                && mention.kind == MentionKind::Name
                && !found.contains(&referent)
            {
                found.push(referent);
            }
        }
        // "The G7 foreign ministers of A, B and C" speak for the G7.
        let coalition = schema.ontology.entity("Coalition");
        let bloc = |referent: usize| Some(resolution.referents[referent].entity_type) == coalition;
        if found.first().is_some_and(|&first| bloc(first)) {
            found.retain(|&referent| bloc(referent));
        }
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Gives the mentions that stand for several their referents.
pub(super) fn resolve(
    schema: &Schema,
    tree: &Tree<'_>,
    mentions: &[Mention],
    speakers: &[usize],
    resolution: &mut Resolution,
) {
    let document = tree.document();
    let quoted = quotations(&document.article.text);
    let person = schema.ontology.entity("Person");
    for (index, mention) in mentions.iter().enumerate() {
        let in_quotation = quoted.iter().any(|quote| quote.contains(mention.span));
        let word = document.text(mention.span).to_lowercase();
        let we = matches!(word.as_str(), "we" | "us" | "our" | "ours");
        let first = mention.tokens.start;
        let lettered = document.word(first).chars().all(char::is_alphabetic);
        let of_two = matches!(tree.lemma(first), "two" | "both");
        match mention.kind {
            MentionKind::Pronoun if we && speakers.len() > 1 && !in_quotation => {
                resolution.groups.insert(index, speakers.to_vec());
            }
            MentionKind::Nominal if !lettered => {}
            MentionKind::Nominal if !of_two => {
                let holder = (!in_quotation).then(|| holder(tree, mentions, index, resolution));
                resolution.of_mention[index] = holder.flatten().or(resolution.of_mention[index]);
            }
            MentionKind::Nominal => {
                let persons = Some(mention.entity_type) == person;
                let pair = pair_before(tree, mentions, index, resolution, |other| {
                    (Some(other.entity_type) == person) == persons
                        && (persons || other.entity_type == mention.entity_type)
                });
                if let Some(pair) = pair {
                    resolution.groups.insert(index, pair.to_vec());
                }
            }
            _ => {}
        }
    }
}

/// The last person before a mention whose name bears the same title somewhere: "the president" is
/// "President X".
fn holder(
    tree: &Tree<'_>,
    mentions: &[Mention],
    index: usize,
    resolution: &Resolution,
) -> Option<usize> {
    let document = tree.document();
    let title: Vec<&str> = mentions[index]
        .tokens
        .clone()
        .map(|token| tree.lemma(token))
        .collect();
    let holds = |name: &Mention| {
        let start = name.tokens.start.checked_sub(title.len());
        let words =
            start.map(|start| (start..name.tokens.start).map(|t| document.word(t).to_lowercase()));
        words.is_some_and(|words| words.eq(title.iter().map(|word| word.to_lowercase())))
    };
    let person = mentions[index].entity_type;
    let mut holders = Vec::new();
    for (other, name) in mentions.iter().enumerate() {
        if name.kind == MentionKind::Name && name.entity_type == person && holds(name) {
            holders.extend(resolution.of_mention[other]);
        }
    }
    let before = (0..index).rev().filter_map(|other| {
        let named = mentions[other].kind == MentionKind::Name;
        resolution.of_mention[other].filter(|_| named)
    });
    before
        .into_iter()
        .find(|referent| holders.contains(referent))
}

/// The last two names before a mention that one coordination holds, alone.
fn pair_before(
    tree: &Tree<'_>,
    mentions: &[Mention],
    index: usize,
    resolution: &Resolution,
    fits: impl Fn(&Mention) -> bool,
) -> Option<[usize; 2]> {
    let document = tree.document();
    let here = document.sentence_of(mentions[index].span)?;
    for back in 0..=REACH {
        let sentence = document.sentences.get(here.checked_sub(back)?)?;
        let named: Vec<usize> = (0..index)
            .filter(|&other| sentence.span.contains(mentions[other].span))
            .filter(|&other| mentions[other].kind == MentionKind::Name && fits(&mentions[other]))
            .collect();
        for pair in named.windows(2).rev() {
            let [first, second] = [pair[0], pair[1]];
            let ends = [resolution.of_mention[first], resolution.of_mention[second]];
            let [Some(one), Some(other)] = ends else {
                continue;
            };
            if one != other && is_coordinated(tree, &mentions[first], &mentions[second]) {
                return Some([one, other]);
            }
        }
    }
    None
}

/// Whether two names are the only members of a coordination: "A and B", "President X of A and Y".
fn is_coordinated(tree: &Tree<'_>, first: &Mention, second: &Mention) -> bool {
    let document = tree.document();
    let between = first.tokens.end..second.tokens.start;
    let joined = between.clone().any(|token| tree.lemma(token) == "and");
    let apart = between.clone().any(|token| {
        matches!(
            document.tokens[token].upos,
            Upos::Verb | Upos::Aux | Upos::Adp | Upos::Punct
        )
    });
    let behind =
        (second.tokens.end < document.tokens.len()).then(|| document.word(second.tokens.end));
    let listed = first.tokens.start > 0
        && document.word(first.tokens.start - 1) == ","
        && tree.deprel(first.head) == Deprel::Conj;
    joined && !apart && !listed && between.len() <= 6 && behind != Some("and")
}
