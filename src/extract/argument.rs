//! What of a predicate's arguments the tree alone does not say: which tokens are verbs after all, the
//! state whose things are struck, what a coordination includes, a name that hangs wrong.

use super::frame::Instance;
use super::{Argument, Reading, role};
use crate::text::{Deprel, Upos};

/// Whether a token is a verb; in headlines the tagger takes some for nouns ("Putin demands"), which
/// their subject betrays.
pub(super) fn is_verb(reading: &Reading<'_>, token: usize) -> bool {
    let tree = reading.tree;
    match reading.document().tokens[token].upos {
        Upos::Verb => true,
        Upos::Noun if is_verb_for_noun(reading, token) => true,
        Upos::Noun => {
            tree.child_by(token, &[Deprel::Nsubj]).is_some()
                && tree.child_by(token, &[Deprel::Cop, Deprel::Det]).is_none()
                && reading.mention_at(token).is_none()
        }
        _ => false,
    }
}

/// "Kenya insists on ...", "China plans to ...": a name and a plural at the head of a sentence that
/// goes on with a complement, or with an object, which nouns do not take; the tagger took it for a
/// compound.
fn is_verb_for_noun(reading: &Reading<'_>, token: usize) -> bool {
    let tree = reading.tree;
    let plural = reading.document().tokens[token].xpos == "NNS";
    let object = tree.child_by(token, &[Deprel::Obj]).is_some();
    let root = plural && (object || tree.deprel(token) == Deprel::Root);
    let name = token
        .checked_sub(1)
        .and_then(|before| reading.mention_at(before));
    let compound = name.is_some_and(|name| {
        let head = reading.mentions[name].head;
        tree.head(head) == Some(token) && tree.deprel(head) == Deprel::Compound
    });
    root && compound
        && reading.schema.frames.is_verb(tree.lemma(token))
        && !tree
            .children_by(token, &[Deprel::Cop, Deprel::Det, Deprel::Amod])
            .any(|child| child < token || !object)
}

/// The state whose citizens, cities or things are attacked, sanctioned or blamed: "bombed Cambodian
/// villages", "sank an Iranian tanker".
pub(super) fn struck(
    reading: &Reading<'_>,
    instance: &Instance<'_>,
    member: usize,
) -> Option<Argument> {
    let tree = reading.tree;
    let kind = Some(instance.frame.relation);
    let hostile = ["attacks", "sanctions"]
        .iter()
        .any(|name| reading.relation(name) == kind);
    let plain = hostile && reading.mention_at(member).is_none() && tree.lemma(member) != "%";
    if !plain
        || reading
            .kind_of_noun(member)
            .is_some_and(|kind| !reading.is_a(kind, "Location"))
    {
        return None;
    }
    let person = |kind| reading.is_a(kind, "Person");
    if reading.meant_by(member, &person).is_some() {
        return None;
    }
    let state = |kind| reading.is_a(kind, "Country") || reading.is_a(kind, "Organization");
    let mut before = tree.children_by(member, &[Deprel::Amod, Deprel::Compound, Deprel::NmodPoss]);
    let owner = before.find_map(|part| {
        let mention = reading
            .mention_at(part)
            .filter(|&m| !reading.is_pronoun(m))?;
        reading
            .type_of(mention)
            .is_some_and(state)
            .then_some(mention)
    })?;
    reading.argument(owner)
}

/// The members of a coordination, and what each is said to include: "most of the south, including
/// Kherson and Mariupol".
pub(super) fn members(reading: &Reading<'_>, head: usize) -> Vec<usize> {
    let tree = reading.tree;
    let mut all = reading.coordination(head);
    for member in all.clone() {
        let parts = tree.children_by(member, &[Deprel::Nmod, Deprel::Obl, Deprel::Acl]);
        let included = parts.filter(|&part| {
            let case = tree.case(part);
            case.is_some_and(|case| {
                ["include", "including", "such as", "notably"].contains(&case.as_str())
            })
        });
        all.extend(included.flat_map(|part| reading.coordination(part)));
    }
    // "75% of Donetsk and nearly all of Luhansk": the second share may hang on the first area.
    for member in all
        .clone()
        .into_iter()
        .filter(|&member| reading.is_share(member))
    {
        let areas = tree.children_by(member, &[Deprel::Nmod, Deprel::Obl]);
        all.extend(areas.flat_map(|area| reading.coordination(area).split_off(1)));
    }
    all
}

/// The name right behind an active verb that has no object: a name the parser did not know.
pub(super) fn name_behind(reading: &Reading<'_>, verb: usize) -> Option<usize> {
    let tree = reading.tree;
    let next = verb + 1;
    let active = !role::is_passive(tree, verb)
        && tree
            .child_by(verb, &[Deprel::Nsubj])
            .is_some_and(|s| s < verb);
    let mention =
        (active && next < reading.document().tokens.len()).then(|| reading.mention_at(next))??;
    let named = &reading.mentions[mention];
    let below = tree.is_below(named.head, verb) && named.kind == crate::text::MentionKind::Name;
    let clause = named.tokens.end..reading.document().tokens.len().min(named.tokens.end + 1);
    let subject = clause.into_iter().any(|t| {
        matches!(reading.document().tokens[t].upos, Upos::Verb | Upos::Aux)
            || reading.document().word(t) == "'s"
    });
    (below && !subject).then_some(named.head)
}
