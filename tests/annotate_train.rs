//! Training: the same treebank gives the same bytes, what comes out is a model, and a malformed
//! treebank is refused with its line.

use demarche::annotate::Annotator;
use demarche::annotate::train::{Sources, train};
use demarche::text::Article;
use std::fs;
use std::path::Path;

const TREES: &str = "\
# newpar
1\tEnvoys\tenvoy\tNOUN\tNNS\t_\t2\tnsubj\t_\t_
2\tmet\tmeet\tVERB\tVBD\t_\t0\troot\t_\t_
3\tin\tin\tADP\tIN\t_\t4\tcase\t_\t_
4\tGeneva\tGeneva\tPROPN\tNNP\t_\t2\tobl\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

1\tThey\tthey\tPRON\tPRP\t_\t4\tnsubj\t_\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\tdo\tAUX\tVBP\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tagree\tagree\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

";

fn sources(folder: &Path, trees: &str) -> Sources {
    let path = folder.join("trees.conllu");
    fs::write(&path, trees).expect("writable");
    let news = folder.join("news.jsonl");
    let line = r#"{"text": "Envoys met in Geneva in May. They do not agree.\n\nTalks in Geneva."}"#;
    fs::write(&news, format!("{line}\n")).expect("writable");
    Sources {
        train: vec![path.clone()],
        dev: vec![path],
        corpus: vec![news],
        epochs: 1,
    }
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let sources = sources(folder.path(), &TREES.repeat(10));
    let mut lines = 0;
    let model = train(&sources, |_| lines += 1).expect("a treebank");
    assert!(lines > 3, "it says how it goes");
    assert!(model == train(&sources, |_| ()).expect("a treebank"));
    let annotator = Annotator::from_bytes(Path::new("model"), &model).expect("a model");
    let document = annotator.annotate(Article::new("a", "Envoys don't agree."));
    let words: Vec<&str> = (0..document.tokens.len())
        .map(|t| document.word(t))
        .collect();
    assert_eq!(words, ["Envoys", "do", "n't", "agree", "."]);
    assert!(document.tokens[2].joined);
}

#[test]
fn a_malformed_treebank_is_refused_with_its_line() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (from, to, message) in [
        ("\tcase\t", "\tcase ", "trees.conllu:4: found 9 columns"),
        (
            "\t4\tcase",
            "\t4\tcases",
            "trees.conllu:4: \"cases\" is no dependency relation",
        ),
        (
            "\t4\tcase",
            "\tx\tcase",
            "trees.conllu:4: the head \"x\" is no number",
        ),
        (
            "3\tin",
            "4\tin",
            "trees.conllu:4: found the id \"4\", expected 3",
        ),
        (
            "\t4\tcase",
            "\t9\tcase",
            "trees.conllu:7: word 3 of the sentence",
        ),
        ("\tIN\t", "\tINN\t", "the tag ADP with INN"),
    ] {
        let sources = sources(folder.path(), &TREES.replace(from, to).repeat(3));
        let error = train(&sources, |_| ()).expect_err("malformed").to_string();
        assert!(error.contains(message), "{error}");
    }
    let error = train(&Sources::default(), |_| ()).expect_err("nothing");
    assert!(error.to_string().contains("no sentence to train from"));
}
