//! People who bear the name of a place: "Michael Jordan said ...; Jordan added ...", "Paris Hilton".
//!
//! The gazetteer knows Jordan and Paris as places. Beside the rest of a person's name, or where the
//! bearer of the surname was named in full before and somebody speaks, the person is meant.

use super::Recognizer;
use crate::schema::Governor;
use crate::text::{Deprel, Mention, MentionKind, Tree, Upos};

/// Makes people of places where a person is meant.
pub(super) fn settle(recognizer: &Recognizer<'_>, tree: &Tree<'_>, mentions: &mut [Mention]) {
    join_given_names(recognizer, tree, mentions);
    let document = tree.document();
    let person = recognizer.types.person;
    let mut surnames: Vec<(&str, usize)> = Vec::new();
    for mention in mentions.iter() {
        if mention.entity_type == person && mention.tokens.len() > 1 {
            surnames.push((document.word(mention.tokens.end - 1), mention.tokens.start));
        }
    }
    for mention in mentions.iter_mut() {
        let word = document.word(mention.tokens.start);
        let borne = surnames
            .iter()
            .any(|&(surname, at)| surname == word && at < mention.tokens.start);
        if borne
            && is_area(recognizer, mention)
            && mention.tokens.len() == 1
            && speaks(recognizer, tree, mention)
        {
            mention.entity_type = person;
            mention.row = None;
        }
    }
}

/// "Paris Hilton arrived": a given name that is a place's too, and a name that nobody knows.
fn join_given_names(recognizer: &Recognizer<'_>, tree: &Tree<'_>, mentions: &mut [Mention]) {
    let document = tree.document();
    let covered: Vec<bool> = {
        let mut covered = vec![false; document.tokens.len()];
        mentions
            .iter()
            .for_each(|m| covered[m.tokens.clone()].fill(true));
        covered
    };
    for mention in mentions.iter_mut() {
        let given = document.word(mention.tokens.start);
        let next = mention.tokens.end;
        let known = recognizer.schema.coreference.is_namesake(given);
        if !known || !is_area(recognizer, mention) || mention.tokens.len() != 1 {
            continue;
        }
        let Some(surname) = document.tokens.get(next).filter(|_| !covered[next]) else {
            continue;
        };
        let one = tree.head(mention.head) == Some(next) || tree.head(next) == Some(mention.head);
        let word = document.word(next);
        let heads = recognizer
            .schema
            .frames
            .head_noun(&word.to_lowercase())
            .is_some();
        let title = recognizer.schema.gazetteer.title(word).is_some();
        let name = surname.upos == Upos::Propn && word.starts_with(char::is_uppercase);
        // "Israel Foreign Ministry", "Georgia Republicans"
        let further = document.tokens.get(next + 1);
        let ends = further.is_none_or(|t| t.upos != Upos::Propn) && surname.xpos != "NNPS";
        if one && name && ends && !heads && !title {
            mention.tokens = mention.tokens.start..next + 1;
            mention.span = document.span(mention.tokens.clone());
            mention.head = super::head_of(tree, mention.tokens.clone());
            mention.entity_type = recognizer.types.person;
            mention.row = None;
        }
    }
}

fn is_area(recognizer: &Recognizer<'_>, mention: &Mention) -> bool {
    let types = &recognizer.types;
    let areas = [types.country, types.region, types.place];
    mention.kind == MentionKind::Name && areas.contains(&mention.entity_type)
}

/// Whether a name is the subject of a verb of speech, or follows a form of address.
fn speaks(recognizer: &Recognizer<'_>, tree: &Tree<'_>, mention: &Mention) -> bool {
    let subject = tree.deprel(mention.head) == Deprel::Nsubj;
    let verb = tree.head(mention.head).filter(|_| subject);
    let frames = &recognizer.schema.frames;
    let reports = verb.is_some_and(|verb| frames.governs(tree.lemma(verb), Governor::Report));
    let before = mention.tokens.start.checked_sub(1);
    let addressed = before.is_some_and(|before| {
        let word = tree.document().word(before);
        recognizer
            .schema
            .coreference
            .is_address_of_woman(word)
            .is_some()
    });
    reports || addressed
}
