//! Names of days, months and feasts: capitalised words that name nobody.

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const DAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Abbreviations that are read as months wherever they stand; the others ("Mar.") only in dates.
const SHORT: [&str; 6] = ["Jan.", "Feb.", "Aug.", "Sept.", "Oct.", "Nov."];

/// Whether a word is the name of a day, a month or a feast.
///
/// ```
/// use demarche::text::is_calendar_word;
/// assert!(is_calendar_word("Tuesday") && is_calendar_word("Sept."));
/// assert!(!is_calendar_word("Tunis") && !is_calendar_word("march"));
/// ```
pub fn is_calendar_word(word: &str) -> bool {
    let mut letters = word.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    let small = letters.all(|letter| !letter.is_uppercase());
    let lower = word.to_lowercase();
    let named = MONTHS.contains(&lower.as_str()) || DAYS.contains(&lower.as_str());
    capital && small && named
        || SHORT.contains(&word)
        || matches!(word, "Dec." | "Ramadan" | "Christmas")
}

/// The number of a month, 1 to 12: its English name or its first three letters, with or without a
/// full stop, in any case.
///
/// ```
/// use demarche::text::month_number;
/// assert_eq!(month_number("Sept."), Some(9));
/// assert_eq!(month_number("Mayor"), None);
/// ```
pub fn month_number(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.').to_lowercase();
    if word == "sept" {
        return Some(9);
    }
    let named = |month: &str| month == word || (word.len() == 3 && month.starts_with(&word));
    let index = MONTHS.iter().position(|month| named(month))?;
    Some(index as i8 + 1)
}

/// The number of a weekday, Monday 1 to Sunday 7: its English name or at least its first three
/// letters, in any case.
pub fn weekday_number(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.').to_lowercase();
    let named = |day: &str| word.len() >= 3 && day.starts_with(&word);
    let index = DAYS.iter().position(|day| named(day))?;
    Some(index as i8 + 1)
}
