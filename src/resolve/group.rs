//! Mentions that stand for several: "the two countries", "both leaders", "they" for the two that were
//! coordinated before them.

use super::clusters::Clusters;
use crate::schema::EntityType;
use crate::text::{Deprel, MentionKind, Reason, Upos};

/// How many sentences back the members of a pair may stand.
const REACH: usize = 2;

/// Gives the descriptions of two their members.
pub(super) fn join(clusters: &mut Clusters<'_>) {
    for index in 0..clusters.mentions.len() {
        let mention = &clusters.mentions[index];
        if mention.kind != MentionKind::Nominal || !is_of_two(clusters, index) {
            continue;
        }
        let kind = mention.entity_type;
        if let Some(pair) = pair_before(clusters, index, REACH, |other| other == kind) {
            clusters.join_group(index, pair.to_vec(), Reason::Description);
        }
    }
}

/// Whether a description begins with "two" or "both".
pub(super) fn is_of_two(clusters: &Clusters<'_>, index: usize) -> bool {
    let tokens = clusters.mentions[index].tokens.clone();
    let mut words = tokens.map(|token| clusters.document.word(token));
    words.any(|word| matches!(word, "two" | "both" | "Both" | "2"))
}

/// The last two names before a mention that one coordination holds, alone.
pub(super) fn pair_before(
    clusters: &Clusters<'_>,
    index: usize,
    reach: usize,
    fits: impl Fn(EntityType) -> bool,
) -> Option<[usize; 2]> {
    let here = clusters.sentence(index);
    for back in 0..=reach {
        let sentence = &clusters.document.sentences[here.checked_sub(back)?];
        let named: Vec<usize> = (0..index)
            .filter(|&other| sentence.span.contains(clusters.mentions[other].span))
            .filter(|&other| clusters.is_name(other) && fits(clusters.mentions[other].entity_type))
            .collect();
        for pair in named.windows(2).rev() {
            let [Some(one), Some(other)] = [pair[0], pair[1]].map(|m| clusters.of(m)) else {
                continue;
            };
            let same_type =
                clusters.cluster(one).entity_type == clusters.cluster(other).entity_type;
            if one != other && same_type && is_coordinated(clusters, pair[0], pair[1]) {
                return Some([one, other]);
            }
        }
    }
    None
}

/// Whether two names are the only members of a coordination: "A and B", "President X of A and Y".
fn is_coordinated(clusters: &Clusters<'_>, first: usize, second: usize) -> bool {
    let (document, tree) = (clusters.document, clusters.tree);
    let [first, second] = [first, second].map(|m| &clusters.mentions[m]);
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

#[cfg(test)]
mod tests {
    use crate::resolve::tests::check;
    use crate::text::Reason::Description;

    #[test]
    fn two_that_were_named_together() {
        check(&[
            (
                "Ecuador and Peru marked their border in 1998. The two countries now share the water of the Zarumilla.",
                "The two countries",
                "Ecuador, Peru",
                Some(Description),
            ),
            (
                "Ecuador fought Peru over the river. Both countries wanted the valley.",
                "Both countries",
                "",
                None,
            ),
        ]);
    }

    #[test]
    fn three_or_two_of_another_kind_are_no_pair() {
        check(&[
            (
                "Ecuador, Peru and Colombia marked their borders. The two countries share the water of the river.",
                "The two countries",
                "",
                None,
            ),
            (
                "Luis Arce and Evo Morales spoke in La Paz. The two countries share the water of the river.",
                "The two countries",
                "",
                None,
            ),
        ]);
    }
}
