//! What holds for every annotation: offsets cover the text, trees are trees, any Unicode goes in,
//! and the trees of the fixture articles are those that were looked at (`BLESS=1` writes them anew).

use demarche::annotate::{Annotator, conllu, drawing};
use demarche::text::{Article, Document, Span};
use proptest::prelude::*;
use std::fs;
use std::path::Path;

fn annotate(text: &str) -> Document {
    Annotator::built_in().annotate(Article::new("test", text))
}

/// Everything that must hold for any document.
fn check(document: &Document) {
    let text = &document.article.text;
    let is_space = |c: char| c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}');
    let mut covered = vec![false; text.len()];
    let mut end = 0;
    for token in &document.tokens {
        assert!(!token.span.is_empty(), "an empty token");
        assert!(
            token.span.start >= end,
            "tokens overlap or are out of order"
        );
        end = token.span.end;
        let word = token.span.of(text);
        assert!(!word.chars().any(is_space), "white space in {word:?}");
        assert!(!token.lemma.is_empty());
        covered[token.span.range()].fill(true);
    }
    for skipped in &document.article.skipped {
        covered[skipped.range()].fill(true);
    }
    for (at, c) in text.char_indices() {
        assert!(covered[at] || is_space(c), "{c:?} at {at} is in no token");
    }
    let mut next = 0;
    for sentence in &document.sentences {
        assert_eq!(sentence.tokens.start, next, "a token in no sentence");
        assert!(!sentence.tokens.is_empty());
        next = sentence.tokens.end;
        assert_eq!(sentence.span, document.span(sentence.tokens.clone()));
        assert!(!document.tokens[sentence.tokens.start].joined);
        let inside = document.text(sentence.span);
        let blank = inside.split('\n').skip(1);
        let lines = inside.matches('\n').count();
        assert!(
            !blank
                .take(lines.saturating_sub(1))
                .any(|line| line.chars().all(is_space)),
            "a sentence crosses a blank line: {inside:?}"
        );
        let mut roots = 0;
        for token in sentence.tokens.clone() {
            let mut at = token;
            let mut steps = 0;
            while let Some(head) = document.tokens[at].head {
                at = head as usize;
                assert!(sentence.tokens.contains(&at), "a head in another sentence");
                steps += 1;
                assert!(steps <= sentence.tokens.len(), "a cycle");
            }
            roots += usize::from(document.tokens[token].head.is_none());
        }
        assert_eq!(roots, 1);
    }
    assert_eq!(next, document.tokens.len());
}

/// The characters of a CoNLL-U text, as the scorer of the shared task reads them.
fn characters(conllu: &str) -> String {
    let mut out = String::new();
    let mut inside = 0;
    for line in conllu.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        if columns.len() != 10 {
            assert_eq!(line, "", "a line of {} columns", columns.len());
            inside = 0;
        } else if let Some((_, to)) = columns[0].split_once('-') {
            inside = to.parse().expect("a number");
            out.push_str(columns[1]);
        } else if columns[0].parse::<usize>().expect("a number") > inside {
            out.push_str(columns[1]);
        }
    }
    out
}

#[test]
fn news_is_cut_as_in_the_treebanks() {
    let words = |text: &str| -> Vec<String> {
        let document = annotate(text);
        let sentence = |s: &demarche::text::Sentence| {
            let words: Vec<&str> = s.tokens.clone().map(|t| document.word(t)).collect();
            words.join(" ")
        };
        document.sentences.iter().map(sentence).collect()
    };
    for (text, expected) in [
        (
            "Gen. Mark Milley met U.S. Secretary of State Antony J. Blinken on Jan. 5. He left.",
            vec![
                "Gen. Mark Milley met U.S. Secretary of State Antony J. Blinken on Jan. 5 .",
                "He left .",
            ],
        ),
        (
            "PARIS (AP) — They can't and cannot agree.",
            vec!["PARIS ( AP ) —", "They ca n't and can not agree ."],
        ),
        (
            "\"We will not accept this,\" said Sergei V. Lavrov. It rose 7.5% to 1,000.5 points.",
            vec![
                "\" We will not accept this , \" said Sergei V. Lavrov .",
                "It rose 7.5 % to 1,000.5 points .",
            ],
        ),
        (
            "Moscow’s long-term goal, its envoy said (in Geneva).\n\nTalks go on",
            vec![
                "Moscow ’s long - term goal , its envoy said ( in Geneva ) .",
                "Talks go on",
            ],
        ),
        (
            "M23 rebels and the G7\nwrote to press@example.org.",
            vec!["M23 rebels and the G7 wrote to press@example.org ."],
        ),
    ] {
        assert_eq!(words(text), expected);
    }
}

#[test]
fn who_does_what_to_whom() {
    let document = annotate("Russia accused Ukraine of attacking the bridge, Kyiv said on Monday.");
    let token = |word: &str| {
        let index = (0..document.tokens.len()).find(|&t| document.word(t) == word);
        &document.tokens[index.unwrap_or_else(|| panic!("no {word}"))]
    };
    let head = |word: &str| token(word).head.map(|h| document.word(h as usize));
    assert_eq!(head("Russia"), Some("accused"));
    assert_eq!(token("Russia").deprel.base(), "nsubj");
    assert_eq!(head("Ukraine"), Some("accused"));
    assert_eq!(token("Ukraine").deprel.base(), "obj");
    assert_eq!(head("Kyiv"), Some("said"));
    assert_eq!(token("accused").lemma, "accuse");
    assert_eq!(
        token("said").features.to_string(),
        "Mood=Ind|Tense=Past|VerbForm=Fin"
    );
}

#[test]
fn a_headline_is_a_sentence_of_its_own() {
    let text = "Talks open in Geneva\nEnvoys met on Monday.";
    let mut article = Article::new("a", text);
    article.headline = Some(Span::new(0, 20));
    let document = Annotator::built_in().annotate(article);
    let headings: Vec<bool> = document.sentences.iter().map(|s| s.heading).collect();
    assert_eq!(headings, [true, false]);
    check(&document);
}

#[test]
fn skipped_parts_are_not_read() {
    let text = "Date: 2022-08-03\n# Talks *open* in Geneva\n\nEnvoys met.";
    let mut article = Article::new("a", text);
    let span = |part: &str| {
        let start = text.find(part).expect("it is there");
        Span::new(start, start + part.len())
    };
    let star = text.find('*').expect("a star");
    article.skipped = vec![
        span("Date: 2022-08-03"),
        span("# "),
        Span::new(star, star + 1),
        Span::new(star + 5, star + 6),
    ];
    let document = Annotator::built_in().annotate(article);
    check(&document);
    let words: Vec<&str> = (0..document.tokens.len())
        .map(|t| document.word(t))
        .collect();
    assert_eq!(
        words,
        ["Talks", "open", "in", "Geneva", "Envoys", "met", "."]
    );
    assert_eq!(document.sentences.len(), 2);
}

#[test]
fn a_text_without_end_is_cut() {
    let document = annotate(&"and so on ".repeat(600));
    check(&document);
    assert!(document.sentences.iter().all(|s| s.tokens.len() <= 240));
    check(&annotate(&"x".repeat(20_000)));
    check(&annotate(&"-.'".repeat(400)));
    check(&annotate(""));
    check(&annotate(" \n\n\t\u{FEFF}"));
}

#[test]
fn a_damaged_model_is_refused_with_its_name() {
    let path = Path::new("some/model.bin");
    let file = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("models/syntax.bin"))
        .expect("the model");
    let refused = |bytes: &[u8]| {
        let error = Annotator::from_bytes(path, bytes).expect_err("it is damaged");
        let message = error.to_string();
        assert!(message.starts_with("some/model.bin: "), "{message}");
        message
    };
    assert!(refused(b"").contains("no model"));
    assert!(refused(&file[..file.len() - 1]).contains("cut off"));
    let mut changed = file.clone();
    changed[file.len() / 2] ^= 1;
    assert!(refused(&changed).contains("checksum"));
    let mut other = file.clone();
    other[8] = 99;
    assert!(refused(&other).contains("version 99"));
    assert!(Annotator::from_bytes(path, &file).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_text_gives_a_document(text in "\\PC{0,200}") {
        check(&annotate(&text));
    }

    #[test]
    fn any_news_like_text_comes_out_whole(
        text in proptest::collection::vec(
            prop_oneof![
                "[A-Z]?[a-z]{1,9}", "[0-9]{1,4}([.,][0-9]{1,3})?%?", "[.,;:!?\"'()—–-]{1,3}",
                Just("can't".to_owned()), Just("U.S.".to_owned()), Just("“No,”".to_owned()),
                Just("\n\n".to_owned()), Just("\n".to_owned()), Just("al-Qaeda’s".to_owned()),
                Just("http://a.b/c?d=e#f".to_owned()), Just("\u{200B}".to_owned()), "\\PC{1,3}",
            ],
            0..60,
        ),
        glue in proptest::collection::vec(any::<bool>(), 60),
    ) {
        let mut whole = String::new();
        for (part, glue) in text.iter().zip(glue) {
            whole.push_str(part);
            if !glue {
                whole.push(' ');
            }
        }
        let document = annotate(&whole);
        check(&document);
        let solid: String = whole
            .chars()
            .filter(|&c| !c.is_whitespace() && !matches!(c, '\u{200B}' | '\u{FEFF}'))
            .collect();
        prop_assert_eq!(characters(&conllu(&document)), solid);
        drawing(&document);
    }
}

#[test]
fn the_trees_of_the_fixture_articles() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut names: Vec<String> = fs::read_dir(root.join("articles"))
        .expect("the fixtures")
        .map(|entry| {
            entry
                .expect("readable")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| name.ends_with(".txt"))
        .collect();
    names.sort();
    let mut trees = String::new();
    for name in names {
        let text = fs::read_to_string(root.join("articles").join(&name)).expect("readable");
        let document = Annotator::built_in().annotate(Article::new(name, text));
        check(&document);
        trees += &conllu(&document);
    }
    let golden = root.join("annotate/trees.conllu");
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all(root.join("annotate")).expect("writable");
        fs::write(&golden, &trees).expect("writable");
    }
    let expected =
        fs::read_to_string(&golden).expect("fixtures/annotate/trees.conllu; BLESS=1 makes it");
    if trees != expected {
        let mut lines = expected.lines().zip(trees.lines()).filter(|(a, b)| a != b);
        panic!(
            "the trees have changed, first at {:?}; look at them and run with BLESS=1",
            lines.next()
        );
    }
}
