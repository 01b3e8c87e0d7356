//! Dates of relations: what a sentence says of when, seen from its publication date.

use demarche::pipeline::Pipeline;
use demarche::schema::Schema;
use demarche::text::Article;

/// The dates of the relations of one type in a report of Thursday, 4 December 2025.
fn dates(relation: &str, text: &str) -> Vec<String> {
    dates_from(Some("2025-12-04"), relation, text)
}

fn dates_from(published: Option<&str>, relation: &str, text: &str) -> Vec<String> {
    let mut article = Article::new("a", text);
    article.meta.date = published.map(str::to_owned);
    let record = Pipeline::new(Schema::built_in()).extract(article).record;
    let found = record.relations.iter().filter(|r| r.kind == relation);
    found
        .map(|r| r.date.clone().unwrap_or("none".to_owned()))
        .collect()
}

#[track_caller]
fn says(relation: &str, text: &str, date: &str) {
    let found = dates(relation, text);
    assert!(!found.is_empty(), "no {relation}: {text}");
    assert!(
        found.iter().all(|found| found == date),
        "{text}: {found:?}, not {date}"
    );
}

#[test]
fn absolute_dates_keep_their_precision() {
    says(
        "signed",
        "France signed the Lake Accord on December 2, 2025.",
        "2025-12-02",
    );
    says(
        "signed",
        "France signed the Lake Accord on 2 Dec. 2025.",
        "2025-12-02",
    );
    says(
        "signed",
        "France signed the Lake Accord in May 2014.",
        "2014-05",
    );
    says(
        "signed",
        "France signed the Lake Accord in early March 2014.",
        "2014-03",
    );
    says("attacks", "Russia invaded Ukraine in 2014.", "2014");
    says(
        "meets",
        "Macron visited Ukraine from 3 to 5 May 2024.",
        "2024-05-03/2024-05-05",
    );
}

#[test]
fn relative_dates_count_from_the_publication() {
    says(
        "signed",
        "France signed the Lake Accord on Tuesday.",
        "2025-12-02",
    );
    says(
        "signed",
        "France signed the Lake Accord yesterday.",
        "2025-12-03",
    );
    says(
        "signed",
        "France signed the Lake Accord on Dec. 2.",
        "2025-12-02",
    );
    says(
        "signed",
        "France signed the Lake Accord in February.",
        "2025-02",
    );
    says(
        "signed",
        "France signed the Lake Accord last month.",
        "2025-11",
    );
    says(
        "attacks",
        "Two days ago Russia attacked Ukraine.",
        "2025-12-02",
    );
}

#[test]
fn what_is_to_come_lies_ahead() {
    says(
        "signed",
        "France will sign the Lake Accord on Tuesday.",
        "2025-12-09",
    );
    says(
        "signed",
        "France will sign the Lake Accord in February.",
        "2026-02",
    );
}

#[test]
fn a_clause_has_its_own_date() {
    // When it was said is not when it was.
    says(
        "attacks",
        "Poland said on Tuesday that Russia had attacked Ukraine.",
        "none",
    );
    let taken = "Rebels of the M23 captured Goma in January and Bukavu in February.";
    assert_eq!(dates("controls", taken), ["2025-01", "2025-02"]);
}

#[test]
fn without_a_publication_date_only_full_dates_are_known() {
    let text = "France signed the Lake Accord on Tuesday.";
    assert_eq!(dates_from(None, "signed", text), ["none"]);
    let text =
        "Poland attacked Ukraine on December 4, 2024. France signed the Lake Accord on June 27.";
    assert_eq!(dates_from(None, "signed", text), ["2024-06-27"]);
}
