//! Which thing a text has in mind at a place (after Lappin and Leass, 1994): subjects before objects
//! before the rest, names that stand by themselves before those inside other phrases, and all of
//! it fading by half with each sentence.

use super::clusters::Clusters;
use crate::text::{Deprel, MentionKind, Upos};

/// The weight of a mention, whatever it is.
const RECENCY: f64 = 100.0;

/// What the other sentences that speak of a thing add to the weightiest one.
const OTHERS: f64 = 0.3;

/// What a noun phrase does in its sentence.
pub(super) fn role_weight(clusters: &Clusters<'_>, head: usize) -> f64 {
    let tree = clusters.tree;
    let mut token = head;
    // A conjunct does what the first of its coordination does.
    while matches!(tree.deprel(token), Deprel::Conj | Deprel::Flat) {
        match tree.head(token) {
            Some(first) => token = first,
            None => break,
        }
    }
    match tree.deprel(token) {
        Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter => 160.0,
        Deprel::Root | Deprel::Obj => 130.0,
        Deprel::Iobj | Deprel::OblAgent => 120.0,
        Deprel::Obl | Deprel::OblUnmarked => 90.0,
        // "Israel's army": what acts for a state is the state.
        Deprel::NmodPoss | Deprel::Amod | Deprel::Compound | Deprel::NmodDesc => {
            let owner = tree.head(token).map(|owned| tree.deprel(owned));
            match owner {
                Some(Deprel::Nsubj | Deprel::NsubjPass) => 100.0,
                _ => 40.0,
            }
        }
        Deprel::Nmod | Deprel::Appos => 50.0,
        _ => 60.0,
    }
}

/// How much each cluster is in mind at a mention: those that `fits` gives a factor above zero, from
/// the mentions before it in its own sentence and `reach` sentences back, the greatest first.
pub(super) fn rank(
    clusters: &Clusters<'_>,
    at: usize,
    reach: usize,
    fits: impl Fn(usize, usize) -> f64,
) -> Vec<(usize, f64)> {
    let here = clusters.sentence(at);
    let quote = clusters.quotation(clusters.mentions[at].span);
    let mut scores: Vec<(usize, f64)> = Vec::new();
    // For each cluster and sentence its weightiest mention.
    let mut in_sentence: Vec<(usize, usize, f64)> = Vec::new();
    for other in 0..at {
        let sentence = clusters.sentence(other);
        let Some(cluster) = clusters.of(other) else {
            continue;
        };
        if sentence + reach < here {
            continue;
        }
        let factor = fits(cluster, other);
        if factor <= 0.0 {
            continue;
        }
        let mention = &clusters.mentions[other];
        let mut weight = RECENCY + role_weight(clusters, clusters.argument(other));
        if is_in_title(clusters, other) {
            weight *= 0.4;
        }
        // What is said aside in a quotation is not what the text goes on with.
        if clusters.quotation(mention.span) != quote {
            weight *= 0.5;
        }
        weight *= factor * 0.5f64.powi((here - sentence) as i32);
        // Of two equals the nearer one.
        weight += 10.0 * (other + 1) as f64 / (at + 1) as f64;
        match in_sentence
            .iter_mut()
            .find(|(c, s, _)| (*c, *s) == (cluster, sentence))
        {
            Some((_, _, best)) => *best = best.max(weight),
            None => in_sentence.push((cluster, sentence, weight)),
        }
    }
    // The weightiest sentence counts in full, the others as far as they keep a thing in mind.
    in_sentence.sort_by(|a, b| b.2.total_cmp(&a.2).then(b.1.cmp(&a.1)).then(a.0.cmp(&b.0)));
    for (cluster, _, weight) in in_sentence {
        match scores.iter_mut().find(|(c, _)| *c == cluster) {
            Some((_, score)) => *score += OTHERS * weight,
            None => scores.push((cluster, weight)),
        }
    }
    scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    scores
}

/// How much a thing is in mind that no mention stands for: the weightiest noun before a place that
/// `fits`, in its own sentence or the one before.
pub(super) fn rival(clusters: &Clusters<'_>, at: usize, fits: impl Fn(usize) -> bool) -> f64 {
    let document = clusters.document;
    let here = clusters.sentence(at);
    let mention = &clusters.mentions[at];
    let mut best: f64 = 0.0;
    for back in 0..=1usize {
        let Some(sentence) = here.checked_sub(back) else {
            break;
        };
        for token in document.sentences[sentence].tokens.clone() {
            if token >= mention.tokens.start {
                break;
            }
            let noun = document.tokens[token].upos == Upos::Noun;
            let part = matches!(
                clusters.tree.deprel(token),
                Deprel::Compound | Deprel::NmodUnmarked | Deprel::OblUnmarked
            );
            let known = clusters
                .mention_at(token)
                .is_some_and(|m| clusters.is_known(m));
            if !noun || part || known || !fits(token) {
                continue;
            }
            let weight = RECENCY + role_weight(clusters, token);
            best = best.max(weight * 0.5f64.powi(back as i32));
        }
    }
    best
}

/// "US President Donald Trump": the country in a person's title is not spoken of.
fn is_in_title(clusters: &Clusters<'_>, index: usize) -> bool {
    let name = &clusters.mentions[index];
    let Some(next) = clusters.mentions.get(index + 1) else {
        return false;
    };
    let between = name.tokens.end..next.tokens.start;
    let titled = !between.is_empty() && between.len() <= 4;
    let person = next.kind == MentionKind::Name
        && next.entity_type == clusters.types.person
        && name.entity_type != clusters.types.person;
    let nominal = between.into_iter().all(|token| {
        let tag = clusters.document.tokens[token].upos;
        matches!(tag, Upos::Noun | Upos::Propn | Upos::Adj) || clusters.tree.lemma(token) == "of"
    });
    titled && person && nominal
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::tests::of_names;

    /// What is most in mind at the last mention.
    fn first(text: &str) -> String {
        of_names(text, None, |clusters| {
            let last = clusters.mentions.len() - 1;
            let ranked = rank(clusters, last, 4, |_, _| 1.0);
            let first = ranked.first();
            first.map_or(String::new(), |&(id, _)| clusters.cluster(id).name.clone())
        })
    }

    #[test]
    fn a_subject_before_an_object_and_a_name_that_comes_again() {
        assert_eq!(
            first("Chile thanked Argentina for the gas. It signed."),
            "Chile"
        );
        assert_eq!(
            first("Argentina sold gas. Argentina thanked Chile, and prices fell. It signed."),
            "Argentina"
        );
    }

    #[test]
    fn neither_what_is_far_nor_the_country_of_a_title_is_in_mind() {
        assert_eq!(
            first(
                "Chile mourned. The rain fell for days on end. Roads were closed. Argentina sent boats. It helped."
            ),
            "Argentina"
        );
        assert_ne!(
            first("French President Emmanuel Macron arrived. He smiled."),
            "France"
        );
    }

    #[test]
    fn a_common_noun_is_a_rival_and_a_part_of_a_compound_is_none() {
        let weight = |text: &str| {
            of_names(text, None, |clusters| {
                let last = clusters.mentions.len() - 1;
                rival(clusters, last, |token| {
                    clusters.tree.lemma(token) == "pipeline"
                })
            })
        };
        assert!(weight("The pipeline exploded on Sunday. It was closed.") > 0.0);
        assert_eq!(
            weight("The pipeline company met on Sunday. It was closed."),
            0.0
        );
    }
}
