//! Training of the models of relations and of how they are said: the same documents give the same
//! bytes, what is learned is right more often than what the clauses say and changes what is
//! extracted, and what is no file of parameters is refused.

use demarche::extract::learned::{Agreement, Learned, MannerTrainer, Manners, Trainer};
use demarche::pipeline::{Pipeline, samples};
use demarche::record::Record;
use demarche::schema::{Modality, Polarity, Schema};
use demarche::text::Article;
use std::path::Path;

/// Annotated articles of the project, every `nth` of them.
fn annotated(nth: usize) -> Vec<(Article, Record)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/annotated");
    let all = samples::annotated(&folder).expect("texts and records");
    all.into_iter().step_by(nth).collect()
}

fn taught(nth: usize) -> MannerTrainer {
    let schema = Schema::built_in();
    let pipeline = Pipeline::with_learned(schema, Learned::default());
    let mut trainer = MannerTrainer::new(&schema.ontology);
    for (article, gold) in annotated(nth) {
        pipeline.teach_manners(article, &gold, &mut trainer);
    }
    trainer
}

#[test]
fn the_same_documents_give_the_same_relations() {
    let schema = Schema::built_in();
    let pipeline = Pipeline::with_learned(schema, Learned::default());
    let learn = || {
        let mut trainer = Trainer::new(&schema.ontology);
        for (article, gold) in annotated(16) {
            pipeline.teach(article, &gold, &mut trainer);
        }
        trainer.learn(|_| ())
    };
    let learned = learn();
    let bytes = learned.to_bytes();
    assert!(bytes == learn().to_bytes());
    let again = Learned::read(Path::new("relations.bin"), &bytes).expect("parameters");
    assert_eq!(again, learned);
}

#[test]
fn what_is_learned_of_manners_is_right_more_often_than_the_clauses() {
    let [unruled, ruled] = taught(2).validate(4);
    let [learned, clause, _] = unruled;
    assert!(learned.total > 1000, "{learned}");
    assert!(learned.right > clause.right, "{learned}\n{clause}");
    assert!(10 * learned.right > 9 * learned.total, "{learned}");
    let wrong = |judge: &Agreement| judge.marked[0].told - judge.marked[0].right;
    assert!(4 * wrong(&learned) < wrong(&clause), "{learned}\n{clause}");
    let future = learned.marked[1];
    assert!(3 * future.right >= 2 * future.told, "{learned}");
    assert!(5 * future.right >= 2 * future.annotated, "{learned}");
    let [learned, ..] = ruled;
    assert!(20 * learned.right > 19 * learned.total, "{learned}");
}

#[test]
fn a_file_of_manners_goes_round_and_damage_is_seen() {
    let trainer = taught(16);
    let manners = trainer.learn();
    let bytes = manners.to_bytes();
    assert!(bytes == trainer.learn().to_bytes());
    let path = Path::new("manners.bin");
    assert_eq!(Manners::read(path, &bytes).expect("parameters"), manners);
    let mut damaged = bytes.clone();
    *damaged.last_mut().expect("a byte") ^= 1;
    for (bytes, expected) in [
        (&b"DEMARREL"[..], "is no model of the manners stage"),
        (&bytes[..bytes.len() - 1], "is cut off"),
        (&damaged[..], "its checksum does not fit"),
    ] {
        let error = Manners::read(path, bytes).unwrap_err().to_string();
        assert!(
            error.starts_with("manners.bin: ") && error.contains(expected),
            "{error}"
        );
    }
}

/// The manner of the first relation of a type in a text.
fn manner(text: &str, relation: &str) -> (Polarity, Modality) {
    let pipeline = Pipeline::new(Schema::built_in());
    let record = pipeline.extract(Article::new("text", text)).record;
    let mut relations = record.relations.iter();
    let found = relations.find(|found| found.kind == relation);
    let found = found.unwrap_or_else(|| panic!("no {relation} in {text:?}"));
    (found.polarity, found.modality)
}

#[test]
fn relations_are_said_as_the_text_says_them() {
    use Modality::{Actual, Future};
    use Polarity::{Negative, Positive};
    for (text, relation, expected) in [
        (
            "Chile signed the accord in Lima.",
            "signed",
            (Positive, Actual),
        ),
        (
            "Chile will sign the accord in Lima on Monday.",
            "signed",
            (Positive, Future),
        ),
        (
            "Chile has not signed the accord.",
            "signed",
            (Negative, Actual),
        ),
        (
            "Chile not only signed the accord but praised it.",
            "signed",
            (Positive, Actual),
        ),
        (
            "President Gabriel Boric will meet President Alberto Fernandez of Argentina in Lima \
             next week.",
            "meets",
            (Positive, Future),
        ),
        ("Iran did not attack Iraq.", "attacks", (Negative, Actual)),
    ] {
        assert_eq!(manner(text, relation), expected, "{text}");
    }
}
