//! What is known of each token before the tagger decides: its form, its tags, what it hangs on,
//! what the gazetteer and the rules make of it, and what the same word is elsewhere in the
//! document. All as numbers, from which `features` makes the features.

use super::evidence::Evidence;
use super::labels::TYPES;
use crate::parameters::classes::WordClasses;
use crate::parameters::letters::{hash, mix, normal_into, shape_into};
use crate::recognize::index::{Form, Found};
use crate::recognize::{Recognizer, Types, is_capitalized};
use crate::schema::EntityType;
use crate::text::{Deprel, Document, Mention, Tree, Upos};
use std::ops::Range;

/// What is known of a token; zero where there is nothing to know.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Token {
    pub word: u64,
    pub shape: u64,
    pub prefix: u64,
    /// The last two, three and four letters.
    pub suffixes: [u64; 3],
    pub upos: u64,
    pub xpos: u64,
    pub deprel: u64,
    pub head: u64,
    /// How the phrase that the token belongs to hangs on what governs it.
    pub phrase: Phrase,
    /// What the gazetteer knows: place in the name, types and columns.
    pub known: u64,
    /// What the rules propose: place in the name and type.
    pub proposed: u64,
    /// The type of a name of the gazetteer that is written in other letters here ("kerala").
    pub respelled: u64,
    /// The proposal, as an index.
    pub proposal: Option<usize>,
    /// The type that the word has as the head of a name ("Ministry", "Treaty").
    pub kind_of_head: u64,
    pub is_given_name: bool,
    /// A title ends right before the token.
    pub after_title: bool,
    pub evidence: u32,
    /// The coarse, middle and fine class of the word; one where it has none, zero for a mark.
    pub classes: [u64; 3],
}

/// How a phrase hangs on what governs it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Phrase {
    pub head: u64,
    pub head_class: u64,
    pub deprel: u64,
    pub governor: u64,
    pub governor_upos: u64,
    pub governor_class: u64,
    pub case: u64,
}

/// What is known of a proposal of the rules as a whole.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Proposal {
    pub kind: u64,
    pub text: u64,
    pub last: u64,
    pub before: u64,
    pub after: u64,
    pub length: u64,
    pub is_known: bool,
    pub phrase: Phrase,
}

/// The clues of a document.
#[derive(Debug)]
pub(super) struct Clues {
    pub tokens: Vec<Token>,
    pub proposals: Vec<Proposal>,
    /// How much of a talk the document is.
    pub register: u64,
}

/// The index of a type in [`TYPES`], one more than the last for any other.
pub(crate) fn kind_index(types: &Types, kind: EntityType) -> usize {
    let known = types.named.iter().position(|&t| t == Some(kind));
    known.unwrap_or(TYPES.len())
}

impl Clues {
    pub fn new(
        recognizer: &Recognizer<'_>,
        tree: &Tree<'_>,
        found: &[Found<'_>],
        proposals: &[Mention],
    ) -> Clues {
        let document = tree.document();
        let mut buffer = String::new();
        let mut tokens: Vec<Token> = (0..document.tokens.len())
            .map(|token| form(document, token, &mut buffer))
            .collect();
        let words: Vec<u64> = tokens.iter().map(|token| token.word).collect();
        let word = |token: Option<usize>| token.map_or(0, |token| words[token]);
        let classes: Vec<u64> = tokens.iter().map(|token| token.classes[1]).collect();
        for (index, token) in tokens.iter_mut().enumerate() {
            token.head = word(tree.head(index));
            token.phrase = phrase(tree, &words, &classes, index);
            let text = document.word(index);
            if is_capitalized(text) {
                token.is_given_name = recognizer.schema.gazetteer.is_given_name(text);
            }
            token.kind_of_head = recognizer
                .head_noun(text)
                .map_or(0, |kind| 1 + kind_index(&recognizer.types, kind) as u64);
        }
        mark_titles(recognizer, document, &mut tokens);
        mark_respelled(recognizer, document, &mut tokens);
        for found in found {
            mark_known(recognizer, found, &mut tokens);
        }
        let kinds: Vec<usize> = proposals
            .iter()
            .map(|proposal| kind_index(&recognizer.types, proposal.entity_type))
            .collect();
        let mut known = Vec::with_capacity(proposals.len());
        for (index, (proposal, &kind)) in proposals.iter().zip(&kinds).enumerate() {
            let kind = 1 + kind as u64;
            let range = proposal.tokens.clone();
            for token in range.clone() {
                let first = u64::from(token == range.start);
                tokens[token].proposed = 2 * kind + first;
                tokens[token].proposal = Some(index);
            }
            let sentence = document.sentence_of(proposal.span);
            let limits = sentence.map_or(range.clone(), |s| document.sentences[s].tokens.clone());
            let before = range.start.checked_sub(1).filter(|t| limits.contains(t));
            let after = Some(range.end).filter(|t| limits.contains(t));
            let text = range.clone().fold(0, |text, token| mix(text, words[token]));
            known.push(Proposal {
                kind,
                text,
                last: words[range.end - 1],
                before: word(before),
                after: word(after),
                length: range.len().min(5) as u64,
                is_known: proposal.row.is_some(),
                phrase: phrase(tree, &words, &classes, proposal.head),
            });
        }
        let mut evidence = Evidence::new(document);
        for (proposal, &kind) in proposals.iter().zip(&kinds) {
            evidence.add(document, proposal.tokens.clone(), kind);
        }
        evidence.read(document, &mut tokens);
        Clues {
            tokens,
            proposals: known,
            register: register(document),
        }
    }
}

/// How much of a talk a document is: in three steps by its share of words for who speaks and who
/// is spoken to; the fourth is for documents too short to tell.
fn register(document: &Document) -> u64 {
    const PERSONAL: [&str; 12] = [
        "i", "me", "my", "mine", "im", "we", "us", "our", "you", "your", "u", "i'm",
    ];
    let personal = (0..document.tokens.len())
        .filter(|&token| {
            let word = document.word(token);
            word.len() <= 4 && PERSONAL.contains(&word.to_lowercase().as_str()) && word != "US"
        })
        .count();
    match personal * 1000 / document.tokens.len().max(1) {
        0..5 if document.tokens.len() < 100 => 4,
        0..5 => 1,
        5..20 => 2,
        _ => 3,
    }
}

/// What the form and the tags of a token say.
fn form(document: &Document, index: usize, buffer: &mut String) -> Token {
    let text = document.word(index);
    let token = &document.tokens[index];
    normal_into(text, buffer);
    let word = hash(1, buffer.as_bytes());
    let classes = match WordClasses::built_in().of(buffer) {
        Some(classes) => classes.map(|class| 2 + u64::from(class)),
        None if text.chars().all(char::is_alphabetic) => [1; 3],
        None => [0; 3],
    };
    let starts: Vec<usize> = buffer.char_indices().map(|(at, _)| at).collect();
    let end_of = |count: usize| starts.get(count).copied().unwrap_or(buffer.len());
    let prefix = hash(2, &buffer.as_bytes()[..end_of(3)]);
    let suffixes = [2, 3, 4].map(|count| {
        let from = starts.len().checked_sub(count).map_or(0, |at| starts[at]);
        hash(count as u64, &buffer.as_bytes()[from..])
    });
    shape_into(text, buffer);
    Token {
        word,
        shape: hash(5, buffer.as_bytes()),
        prefix,
        suffixes,
        upos: 1 + token.upos as u64,
        xpos: hash(6, token.xpos.as_bytes()),
        deprel: 1 + token.deprel as u64,
        classes,
        ..Token::default()
    }
}

/// The phrase of a token: up to the noun that it names or describes.
fn phrase(tree: &Tree<'_>, words: &[u64], classes: &[u64], token: usize) -> Phrase {
    let mut head = token;
    while matches!(
        tree.deprel(head),
        Deprel::Compound | Deprel::Flat | Deprel::Amod | Deprel::NmodDesc | Deprel::Case
    ) {
        match tree.head(head) {
            Some(above) => head = above,
            None => break,
        }
    }
    let governor = tree.head(head);
    let case = tree.child_by(head, &[Deprel::Case]);
    let document = tree.document();
    let lemma = |token: usize| hash(7, document.tokens[token].lemma.as_bytes());
    Phrase {
        head: words[head],
        head_class: classes[head],
        deprel: 1 + tree.deprel(head) as u64,
        governor: governor.map_or(0, lemma),
        governor_upos: governor.map_or(0, |g| 1 + document.tokens[g].upos as u64),
        governor_class: governor.map_or(0, |g| classes[g]),
        case: case.map_or(0, |case| words[case]),
    }
}

/// Marks the tokens that stand right behind a title.
fn mark_titles(recognizer: &Recognizer<'_>, document: &Document, tokens: &mut [Token]) {
    let gazetteer = &recognizer.schema.gazetteer;
    let longest = gazetteer.longest_title();
    for sentence in &document.sentences {
        let range = sentence.tokens.clone();
        for start in range.clone() {
            if !document.word(start).starts_with(char::is_alphabetic) {
                continue;
            }
            let limit = range.end.min(start + longest);
            let ends = (start + 1..=limit).filter(|&end| end < range.end);
            ends.filter(|&end| is_capitalized(document.word(end)))
                .filter(|&end| {
                    let title = document.text(document.span(start..end));
                    gazetteer.title(title).is_some()
                })
                .for_each(|end| tokens[end].after_title = true);
        }
    }
}

/// Marks proper nouns in small letters, or in capitals throughout, that the gazetteer knows with a
/// capital.
fn mark_respelled(recognizer: &Recognizer<'_>, document: &Document, tokens: &mut [Token]) {
    let gazetteer = &recognizer.schema.gazetteer;
    for (index, token) in tokens.iter_mut().enumerate() {
        let word = document.word(index);
        let mut letters = word.chars();
        let Some(first) = letters.next() else {
            continue;
        };
        let usual = first.is_uppercase() && letters.as_str().chars().any(char::is_lowercase);
        if usual || word.len() < 4 || document.tokens[index].upos != Upos::Propn {
            continue;
        }
        let spelled: String = first
            .to_uppercase()
            .chain(letters.flat_map(char::to_lowercase))
            .collect();
        if let Some(row) = gazetteer.named(&spelled) {
            let kind = kind_index(&recognizer.types, gazetteer.row(row).kind);
            token.respelled = 1 + kind as u64;
        }
    }
}

/// Marks the tokens of a name that the gazetteer knows.
fn mark_known(recognizer: &Recognizer<'_>, found: &Found<'_>, tokens: &mut [Token]) {
    let mut kinds = 0u64;
    for entry in &found.entries {
        let row = recognizer.schema.gazetteer.row(entry.row);
        let kind = kind_index(&recognizer.types, row.kind);
        let form = match entry.form {
            Form::Name => 0,
            Form::Adjective => 1,
            Form::Capital => 2,
        };
        kinds |= 1 << (kind * 3 + form);
    }
    let range: Range<usize> = found.tokens.clone();
    for token in range.clone() {
        let first = u64::from(token == range.start);
        let last = u64::from(token + 1 == range.end);
        tokens[token].known = mix(kinds + 1, 2 * first + last);
    }
}
