//! How well events between marked actors are coded, on sentences that are not part of the project;
//! see docs/events.md. Skipped where they are not at hand.

use demarche::code::{Coder, Score, train, unmark};
use demarche::pipeline::PairCoder;
use demarche::schema::Schema;
use std::path::Path;

#[test]
fn marked_sentences_are_coded() {
    let coder = PairCoder::new(Schema::built_in());
    for (sentence, event) in [
        ("<s>France</s> condemned <t>Russia</t> on Monday.", "ACCUSE"),
        ("<s>Kenya</s> sent food aid to <t>Somalia</t>.", "AID"),
        ("<s>Hamas</s> fired rockets at <t>Israel</t>.", "ASSAULT"),
        ("<s>China</s> refused to meet <t>the envoy</t>.", "REJECT"),
        (
            "<s>The president</s> held talks with <t>the rebels</t>.",
            "CONSULT",
        ),
        (
            "<t>Two journalists</t> were arrested by <s>police</s>.",
            "COERCE",
        ),
    ] {
        let code = coder.code(sentence).expect(sentence);
        assert_eq!(coder.events().types()[code.event].name, event, "{sentence}");
    }
}

#[test]
fn cross_validated_accuracy() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("../shared/events/plv-dev.tsv");
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!("skipped: needs {}", path.display());
        return;
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .from_reader(bytes.as_slice());
    let head = reader.headers().unwrap().clone();
    let column = |name: &str| head.iter().position(|c| c == name).unwrap();
    let (sentence, label) = (column("marked_sentence"), column("gold_root"));
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();

    let schema = Schema::built_in();
    let coder = PairCoder::new(schema);
    let texts: Vec<String> = rows.iter().map(|row| unmark(&row[sentence]).text).collect();
    let examples: Vec<train::Example> = rows
        .iter()
        .map(|row| train::Example {
            features: coder.signs(&row[sentence]).features,
            class: schema.events.index(&row[label]).unwrap(),
        })
        .collect();
    let names: Vec<String> = schema
        .events
        .types()
        .iter()
        .map(|e| e.name.clone())
        .collect();
    let parts = train::parts(texts.iter().map(String::as_str), 10);
    let mut score = Score::default();
    for fold in 0..10 {
        let others = (0..rows.len()).filter(|&index| parts[index] != fold);
        let others: Vec<train::Example> = others.map(|index| examples[index].clone()).collect();
        let coder = Coder::with(schema, Some(train::train(names.clone(), &others)));
        for index in (0..rows.len()).filter(|&index| parts[index] == fold) {
            let signs = demarche::code::Signs {
                features: examples[index].features.clone(),
                spoken: None,
            };
            let code = coder.code_signs(&signs);
            score.add(
                &names[examples[index].class],
                code.map(|c| names[c.event].as_str()),
            );
        }
    }
    eprintln!("{score}");
    assert!(score.accuracy() >= 0.78, "{score}");
}
