//! Names of days, months and feasts: capitalised words that name nobody.

const CALENDAR: [&str; 28] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Jan.",
    "Feb.",
    "Aug.",
    "Sept.",
    "Oct.",
    "Nov.",
    "Dec.",
    "Ramadan",
    "Christmas",
];

/// Whether a word is the name of a day, a month or a feast.
///
/// ```
/// use demarche::text::is_calendar_word;
/// assert!(is_calendar_word("Tuesday") && is_calendar_word("Sept."));
/// assert!(!is_calendar_word("Tunis"));
/// ```
pub fn is_calendar_word(word: &str) -> bool {
    CALENDAR.contains(&word)
}
