//! The features of a token, as hashes: what is said of it and its neighbours, alone and in pairs.
//! Their numbers are part of the format of the parameters.

use super::clues::{Clues, Token};
use crate::parameters::letters::{finish, mix};
use std::ops::Range;

/// Collects features; the number of a template makes equal values of different ones differ.
struct Collector<'o> {
    out: &'o mut Vec<u64>,
    template: u64,
}

impl Collector<'_> {
    /// A feature, unless there is nothing to say.
    #[inline]
    fn one(&mut self, a: u64) {
        self.template += 1;
        if a != 0 {
            self.out.push(finish(mix(self.template, a)));
        }
    }

    /// A pair, unless one of the two has nothing to say.
    #[inline]
    fn two(&mut self, a: u64, b: u64) {
        self.template += 1;
        if a != 0 && b != 0 {
            self.out.push(finish(mix(mix(self.template, a), b)));
        }
    }

    /// Three things, of which the first must be there.
    #[inline]
    fn three(&mut self, a: u64, b: u64, c: u64) {
        self.template += 1;
        if a != 0 {
            self.out.push(finish(mix(mix(mix(self.template, a), b), c)));
        }
    }
}

/// What stands outside of the sentence.
const EDGE: Token = Token {
    word: 1,
    shape: 1,
    prefix: 0,
    suffixes: [0; 3],
    upos: 99,
    xpos: 0,
    deprel: 0,
    head: 0,
    phrase: super::clues::Phrase {
        head: 0,
        head_class: 0,
        deprel: 0,
        governor: 0,
        governor_upos: 0,
        governor_class: 0,
        case: 0,
    },
    known: 0,
    proposed: 0,
    respelled: 0,
    proposal: None,
    kind_of_head: 0,
    is_given_name: false,
    after_title: false,
    evidence: 0,
    classes: [0; 3],
};

/// The features of a token in its sentence; `style` says how the sentence as a whole is written.
pub(super) fn of(
    clues: &Clues,
    sentence: &Range<usize>,
    index: usize,
    style: u64,
    out: &mut Vec<u64>,
) {
    out.clear();
    let at = |offset: isize| {
        let there = index.checked_add_signed(offset);
        let there = there.filter(|token| sentence.contains(token));
        there.map_or(&EDGE, |token| &clues.tokens[token])
    };
    let (t, before, after) = (at(0), at(-1), at(1));
    let (before2, after2) = (at(-2), at(2));
    let mut add = Collector { out, template: 0 };

    add.one(1);
    words(&mut add, t, [before2, before, after, after2], style);
    tags(&mut add, t, before, after);
    known(&mut add, t, before, after);
    proposed(&mut add, t, [before2, before, after, after2]);
    if let Some(proposal) = t.proposal.map(|proposal| &clues.proposals[proposal]) {
        let p = t.proposed;
        add.two(p, proposal.text);
        add.two(p, proposal.last);
        add.two(p, proposal.before);
        add.two(p, proposal.after);
        add.three(p, proposal.length, u64::from(proposal.is_known));
        add.two(p, proposal.phrase.governor);
        add.three(p, proposal.phrase.deprel, proposal.phrase.case);
        add.three(p, proposal.phrase.deprel, proposal.phrase.governor_upos);
        add.three(p, proposal.phrase.deprel, proposal.phrase.governor);
        add.three(p, proposal.kind, style);
    } else {
        add.template += 10;
    }
    classes(&mut add, t, [before2, before, after, after2], style);
    manner(&mut add, t, [before, after], clues.register, style);
    // What the word is elsewhere in the document.
    add.two(u64::from(t.evidence), 1 + t.proposed);
    add.two(u64::from(before.evidence), 1 + t.proposed);
    for bit in 0..u32::BITS {
        add.template += 1;
        if t.evidence & (1 << bit) != 0 {
            add.out.push(finish(mix(add.template, 1)));
            add.out.push(finish(mix(add.template, 2 + t.proposed)));
        }
    }
}

fn words(add: &mut Collector<'_>, t: &Token, near: [&Token; 4], style: u64) {
    let [before2, before, after, after2] = near;
    add.one(t.word);
    add.one(before.word);
    add.one(after.word);
    add.one(before2.word);
    add.one(after2.word);
    add.two(before.word, t.word);
    add.two(t.word, after.word);
    add.three(before2.word, before.word, t.shape);
    add.two(t.shape, after.word);
    add.two(t.shape, before.word);
    add.one(t.prefix);
    t.suffixes.iter().for_each(|&suffix| add.one(suffix));
    add.one(t.shape);
    add.two(before.shape, t.shape);
    add.two(t.shape, after.shape);
    add.three(before.shape, t.shape, after.shape);
    add.two(t.shape, 1 + style);
    let names = u64::from(before.is_given_name) * 4
        + u64::from(t.is_given_name) * 2
        + u64::from(after.is_given_name);
    add.two(names, t.shape);
    add.three(names, before.shape, after.shape);
    let titles = u64::from(before.after_title) * 2 + u64::from(t.after_title);
    add.two(titles, t.shape);
    add.two(titles, 1 + t.proposed);
    add.one(t.respelled);
    add.two(t.respelled, t.shape);
    add.one(t.kind_of_head);
    add.two(after.kind_of_head, t.shape);
    add.two(after2.kind_of_head, t.shape);
    add.two(before.kind_of_head, t.word);
    add.two(before.kind_of_head, t.shape);
}

/// What a text of this register makes of what is seen: a shop's review is not written like news.
fn manner(add: &mut Collector<'_>, t: &Token, near: [&Token; 2], register: u64, style: u64) {
    let [before, after] = near;
    add.one(register);
    add.two(register, 1 + style);
    add.two(register, t.shape);
    add.two(register, t.upos);
    add.two(register, 1 + t.proposed);
    add.two(register, 1 + t.known);
    add.two(register, t.classes[0]);
    add.two(register, t.classes[1]);
    add.three(register, t.shape, before.shape);
    add.three(register, t.shape, after.shape);
    add.three(register, t.shape, 1 + t.proposed);
    add.three(register, before.upos, t.upos);
    add.three(register, t.upos, after.upos);
    add.two(register, before.word);
    add.two(register, after.word);
    add.three(register, t.shape, t.classes[0]);
}

/// The classes of the word, of its neighbours and of what its phrase hangs on.
fn classes(add: &mut Collector<'_>, t: &Token, near: [&Token; 4], style: u64) {
    let [before2, before, after, after2] = near;
    let [coarse, middle, fine] = t.classes;
    for token in [t, before, after] {
        token.classes.iter().for_each(|&class| add.one(class));
    }
    add.one(before2.classes[1]);
    add.one(after2.classes[1]);
    add.two(fine, t.shape);
    add.two(middle, t.shape);
    add.two(coarse, t.shape);
    add.two(before.classes[1], t.shape);
    add.two(after.classes[1], t.shape);
    add.two(before.classes[2], t.shape);
    add.two(after.classes[2], t.shape);
    add.two(before.classes[1], middle);
    add.two(middle, after.classes[1]);
    add.three(coarse, before.classes[0], t.shape);
    add.three(coarse, after.classes[0], t.shape);
    add.three(coarse, before.classes[0], after.classes[0]);
    add.two(middle, 1 + t.proposed);
    add.two(fine, 1 + t.proposed);
    add.two(middle, 1 + t.known);
    add.two(middle, t.upos);
    add.two(middle, 1 + style);
    add.two(t.phrase.head_class, t.shape);
    add.two(t.phrase.governor_class, t.shape);
    add.three(t.phrase.governor_class, t.phrase.deprel, t.shape);
    add.two(t.phrase.governor_class, 1 + t.proposed);
    add.two(t.phrase.head_class, 1 + t.proposed);
}

fn tags(add: &mut Collector<'_>, t: &Token, before: &Token, after: &Token) {
    add.one(t.upos);
    add.one(t.xpos);
    add.two(before.upos, t.upos);
    add.two(t.upos, after.upos);
    add.three(before.upos, t.upos, after.upos);
    add.one(t.deprel);
    add.two(t.deprel, t.head);
    add.one(t.head);
    let phrase = &t.phrase;
    add.two(phrase.deprel, t.shape);
    add.two(phrase.governor, t.shape);
    add.three(phrase.deprel, phrase.governor, t.upos);
    add.two(phrase.case, t.shape);
    add.three(phrase.case, phrase.governor, t.upos);
    add.two(phrase.head, t.shape);
    add.three(phrase.deprel, phrase.governor_upos, t.shape);
}

fn known(add: &mut Collector<'_>, t: &Token, before: &Token, after: &Token) {
    let phrase = &t.phrase;
    add.one(t.known);
    add.one(before.known);
    add.one(after.known);
    add.two(before.known, t.known);
    add.two(t.known, after.known);
    add.two(t.known, t.word);
    add.two(t.known, before.word);
    add.two(t.known, after.word);
    add.two(t.known, t.shape);
    add.three(t.known, before.upos, after.upos);
    add.three(t.known, t.upos, t.deprel);
    add.three(t.known, phrase.deprel, phrase.governor_upos);
    add.two(t.known, phrase.governor);
    add.two(t.known, phrase.case);
    add.two(t.known, phrase.head);
    add.two(after.known, t.word);
    add.two(before.known, t.word);
}

fn proposed(add: &mut Collector<'_>, t: &Token, near: [&Token; 4]) {
    let [before2, before, after, after2] = near;
    let phrase = &t.phrase;
    // "No proposal" is something to say too.
    let (p, q, r) = (1 + t.proposed, 1 + before.proposed, 1 + after.proposed);
    add.one(p);
    add.two(p, q);
    add.two(p, r);
    add.three(p, q, r);
    add.two(p, 1 + after2.proposed);
    add.two(p, 1 + before2.proposed);
    add.two(p, t.word);
    add.two(p, before.word);
    add.two(p, after.word);
    add.two(p, t.shape);
    add.three(p, t.shape, after.shape);
    add.three(p, t.shape, before.shape);
    add.two(p, t.upos);
    add.three(p, before.upos, after.upos);
    add.two(p, 1 + t.known);
    add.three(p, phrase.deprel, phrase.governor_upos);
    add.two(p, phrase.governor);
    add.two(p, phrase.case);
    add.two(p, phrase.head);
    add.two(p, t.kind_of_head);
    add.two(r, t.word);
    add.two(q, t.word);
}
