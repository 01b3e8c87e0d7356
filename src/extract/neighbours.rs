//! Names that stand close together, and the words between them: what the order of words says where
//! a tree may err.

use super::Reading;
use crate::text::MentionKind;

/// The lemmas between two mentions in lower case, in order; none where they lie in two sentences
/// or far apart.
pub(super) fn between<'r>(
    reading: &'r Reading<'_>,
    first: usize,
    second: usize,
) -> Option<Vec<&'r str>> {
    let (from, to) = (
        reading.mentions[first].tokens.end,
        reading.mentions[second].tokens.start,
    );
    let document = reading.document();
    let sentence = document.sentence_of(reading.mentions[first].span)?;
    let near = document.sentences[sentence].tokens.contains(&to) && from <= to && to - from <= 9;
    near.then(|| (from..to).map(|token| document.word(token)).collect())
}

/// Whether some words do no more than join the members of a list.
pub(super) fn is_joint(words: &[&str]) -> bool {
    let joint = |word: &&str| matches!(*word, "," | "and" | "or" | "the" | "both" | "as" | "well");
    !words.is_empty()
        && words.iter().all(joint)
        && words.len() <= 4
        && words.iter().any(|word| matches!(*word, "," | "and" | "or"))
}

/// The names of a list that begins with a mention, as far as they are of a kind that `wanted`
/// wants: "France, Germany and the Czech Republic".
pub(super) fn list_from(
    reading: &Reading<'_>,
    first: usize,
    wanted: &dyn Fn(usize) -> bool,
) -> Vec<usize> {
    let mut list = vec![first];
    for next in first + 1..reading.mentions.len() {
        let last = list[list.len() - 1];
        let joined = between(reading, last, next).is_some_and(|words| is_joint(&words));
        if !joined || !is_name(reading, next) || !wanted(next) {
            break;
        }
        list.push(next);
    }
    list
}

/// The names of the list that ends with a mention.
pub(super) fn list_to(
    reading: &Reading<'_>,
    last: usize,
    wanted: &dyn Fn(usize) -> bool,
) -> Vec<usize> {
    let mut list = vec![last];
    for before in (0..last).rev() {
        let first = list[list.len() - 1];
        let joined = between(reading, before, first).is_some_and(|words| is_joint(&words));
        if !joined || !is_name(reading, before) || !wanted(before) {
            break;
        }
        list.push(before);
    }
    list.reverse();
    list
}

/// Whether a mention is a name that stands for somebody or something known.
pub(super) fn is_name(reading: &Reading<'_>, mention: usize) -> bool {
    reading.mentions[mention].kind == MentionKind::Name
        && reading.resolution.of_mention[mention].is_some()
}
