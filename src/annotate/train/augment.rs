//! Sentences as news writes them: headlines without articles and auxiliaries, title case, capitals,
//! no capitals. A treebank has few of these; a share of its sentences is varied each time they are
//! read.

use crate::annotate::conllu::{TreeSentence, Word};
use crate::parameters::random::Random;
use crate::text::Deprel;

/// The share of sentences that are varied.
const SHARE: f32 = 0.08;

/// A variant of the sentence now and then.
pub(super) fn vary(sentence: &TreeSentence, random: &mut Random) -> Option<TreeSentence> {
    if random.unit() >= SHARE || sentence.words.len() < 3 {
        return None;
    }
    let what = random.unit();
    let mut varied = sentence.clone();
    if what < 0.4 {
        let kept = headline(&varied.words);
        varied.words = kept;
        if random.unit() < 0.5 {
            title_case(&mut varied.words);
        }
    } else if what < 0.55 {
        title_case(&mut varied.words);
    } else if what < 0.85 {
        each_form(&mut varied.words, |form| form.to_lowercase());
    } else {
        each_form(&mut varied.words, |form| form.to_uppercase());
    }
    Some(varied)
}

fn each_form(words: &mut [Word], change: impl Fn(&str) -> String) {
    for word in words {
        word.form = change(&word.form);
    }
}

/// Capital initials, small words aside.
fn title_case(words: &mut [Word]) {
    const SMALL: &[&str] = &[
        "a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "by", "as", "with",
        "'s", "n't", "from", "but", "’s", "n’t", "'", "’",
    ];
    for (i, word) in words.iter_mut().enumerate() {
        if i > 0 && SMALL.contains(&word.form.as_str()) {
            continue;
        }
        let mut chars = word.form.chars();
        if let Some(first) = chars.next() {
            word.form = first.to_uppercase().collect::<String>() + chars.as_str();
        }
    }
}

/// Without articles, auxiliaries, copulas and the full stop, where nothing depends on them.
fn headline(words: &[Word]) -> Vec<Word> {
    let mut bears = vec![false; words.len() + 1];
    for word in words {
        bears[word.head as usize] = true;
    }
    let last = words.len() - 1;
    let dropped = |i: usize| {
        let word = &words[i];
        let lemma = word.lemma.as_str();
        let drop = match word.deprel {
            Deprel::Det => matches!(lemma, "the" | "a"),
            Deprel::Aux | Deprel::AuxPass => matches!(lemma, "be" | "have"),
            Deprel::Cop => lemma == "be",
            Deprel::Punct => i == last && word.form == ".",
            _ => false,
        };
        drop && !bears[i + 1] && word.head != 0
    };
    let mut place = vec![0u32; words.len() + 1];
    let mut kept: Vec<Word> = Vec::new();
    for i in 0..words.len() {
        if !dropped(i) {
            kept.push(words[i].clone());
            place[i + 1] = kept.len() as u32;
        }
    }
    for word in &mut kept {
        word.head = place[word.head as usize];
    }
    kept
}
