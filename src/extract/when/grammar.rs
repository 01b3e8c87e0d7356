//! The temporal expressions of news English: which tokens are one, and what they say before
//! anybody looks at the calendar. "May", "March" and bare years count only where their neighbours
//! make them dates.

use crate::text::{Bound, Document, Span, Upos, month_number, weekday_number};
use std::ops::Range;

/// Tokens that say when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Expression {
    /// Its tokens, the preposition before it left out.
    pub tokens: Range<usize>,
    pub phrase: Phrase,
    /// What the preposition before it says; `None` where it only says that it was not then
    /// ("before 2014", "after Tuesday").
    pub bound: Option<Bound>,
    pub approximate: bool,
}

/// What an expression says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Phrase {
    /// "4 December 2025", "Dec. 4".
    Day {
        year: Option<i16>,
        month: i8,
        day: i8,
    },
    /// "May 2014", "May".
    Month { year: Option<i16>, month: i8 },
    /// "2014", "the 1990s", "2013-14".
    Years(i16, i16),
    /// "the summer of 2014": from the first of a month to the last of another.
    Season { year: i16, first: i8, last: i8 },
    /// "Tuesday"; -1 "last", 0 "this", 1 "next".
    Weekday { day: i8, shift: Option<i8> },
    /// "yesterday": days from the publication date.
    Day0(i32),
    /// "last month": -1 of the unit of the publication date.
    Shifted(Unit, i32),
    /// "last October", "next March".
    MonthBeside { month: i8, next: bool },
    /// "two days ago", "three years later": a number of units from the publication date, or from
    /// the last date of the text.
    Away {
        count: i32,
        unit: Unit,
        from_text: bool,
    },
    /// "that day", "the same month".
    Same(Unit),
    /// From one to another.
    Span(Box<Phrase>, Box<Phrase>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Weekend,
    Month,
    Year,
}

/// The expressions of a sentence, in text order. `blocked` are tokens that name somebody.
pub(super) fn expressions(
    document: &Document,
    tokens: Range<usize>,
    blocked: &dyn Fn(usize) -> bool,
) -> Vec<Expression> {
    let scan = Scan {
        document,
        end: tokens.end,
        start: tokens.start,
        blocked,
    };
    let mut found = Vec::new();
    let mut at = tokens.start;
    while at < tokens.end {
        match scan.expression(at) {
            Some(expression) => {
                at = expression.tokens.end;
                found.push(expression);
            }
            None => at += 1,
        }
    }
    found
}

struct Scan<'d> {
    document: &'d Document,
    start: usize,
    end: usize,
    blocked: &'d dyn Fn(usize) -> bool,
}

/// An end and what stands before it.
type Read = Option<(usize, Phrase)>;

impl Scan<'_> {
    fn word(&self, at: usize) -> &str {
        match at < self.end {
            true => self.document.word(at),
            false => "",
        }
    }

    fn lower(&self, at: usize) -> String {
        self.word(at).to_lowercase()
    }

    fn before(&self, at: usize) -> String {
        match at > self.start {
            true => self.lower(at - 1),
            false => String::new(),
        }
    }

    fn is(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.lower(at).as_str())
    }

    fn expression(&self, at: usize) -> Option<Expression> {
        let (begin, part) = self.part(at);
        let (mut end, mut phrase) = self.phrase(begin)?;
        // "Tuesday morning", "Dec. 4 evening"
        if self.is(
            end,
            &["morning", "afternoon", "evening", "night", "noon", "dawn"],
        ) {
            end += 1;
        }
        if let Some((last, to)) = self.range(at, end, &phrase) {
            end = last;
            phrase = to;
        }
        let bound = self.bound(at);
        let about = ["about", "around", "circa", "roughly", "nearly", "almost"];
        let approximate =
            part || about.contains(&self.before(at).as_str()) || self.is(at, &["about", "around"]);
        Some(Expression {
            tokens: at..end,
            phrase,
            bound,
            approximate,
        })
    }

    /// Whether an expression begins with a word for a part of it: "early March", "mid-2014", "the
    /// end of 2014", "earlier this year".
    fn part(&self, at: usize) -> (usize, bool) {
        if self.is(at, &["early", "late", "mid", "earlier", "later"]) {
            let skip = self.is(at + 1, &["-", "in", "on"]);
            return (at + 1 + usize::from(skip), true);
        }
        let the = usize::from(self.is(at, &["the"]));
        let first = at + the + usize::from(self.is(at + the, &["first", "second", "very"]));
        let parts = [
            "end",
            "beginning",
            "start",
            "middle",
            "half",
            "close",
            "course",
        ];
        if self.is(first, &parts) && self.is(first + 1, &["of"]) {
            return (first + 2, true);
        }
        (at, false)
    }

    fn phrase(&self, at: usize) -> Read {
        if at >= self.end || (self.blocked)(at) {
            return None;
        }
        self.iso(at)
            .or_else(|| self.joined(at))
            .or_else(|| self.day_first(at))
            .or_else(|| self.month_first(at))
            .or_else(|| self.weekday(at))
            .or_else(|| self.today(at))
            .or_else(|| self.shifted(at))
            .or_else(|| self.away(at))
            .or_else(|| self.decade(at))
            .or_else(|| self.season(at))
            .or_else(|| self.year(at))
    }

    /// "2025-12-04", however it was cut into tokens.
    fn iso(&self, at: usize) -> Read {
        let start = self.document.tokens[at].span.range().start;
        let text = self.document.article.text.get(start..start + 10)?;
        let shape = text.bytes().enumerate().all(|(i, b)| match i {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        });
        let date: jiff::civil::Date = shape.then(|| text.parse().ok())??;
        let tokens = self.document.tokens_in(Span::new(start, start + 10));
        let phrase = Phrase::Day {
            year: Some(date.year()),
            month: date.month(),
            day: date.day(),
        };
        Some((tokens.end, phrase))
    }

    /// "mid-2014", "mid-March" as one token.
    fn joined(&self, at: usize) -> Read {
        let lower = self.lower(at);
        let (part, rest) = lower.split_once('-')?;
        if !matches!(part, "mid" | "early" | "late") {
            return None;
        }
        let year = number(rest).filter(|&y| rest.len() == 4 && (1500..2100).contains(&y));
        if let Some(year) = year {
            return Some((at + 1, Phrase::Years(year as i16, year as i16)));
        }
        let month = month_number(rest)?;
        let (end, year) = self.trailing_year(at + 1);
        Some((end, Phrase::Month { year, month }))
    }

    /// "4 December 2025", "the 3rd of May", "5-6 April 2016".
    fn day_first(&self, at: usize) -> Read {
        let at = at + usize::from(self.is(at, &["the"]));
        let day = self.day(at)?;
        let mut next = at + 1;
        let mut last = None;
        if self.is(next, &["-", "–", "to", "and"])
            && let Some(second) = self.day(next + 1).filter(|&second| second > day)
        {
            last = Some(second);
            next += 2;
        }
        next += usize::from(self.is(next, &["of"]));
        let month = self.month(next)?;
        let (end, year) = self.trailing_year(next + 1);
        let on = |day| Phrase::Day { year, month, day };
        Some((
            end,
            match last {
                Some(last) => Phrase::Span(Box::new(on(day)), Box::new(on(last))),
                None => on(day),
            },
        ))
    }

    /// "December 4, 2025", "December 2025", "December".
    fn month_first(&self, at: usize) -> Read {
        let month = self.month(at)?;
        if let Some(day) = self.day(at + 1) {
            let then = at + 2;
            // "May 3-5, 2016", "May 3 to 5"
            let dash = self.is(then, &["-", "–", "to", "and"]);
            let second = dash.then(|| self.day(then + 1)).flatten();
            let to_month = self.month(then + 2).is_some();
            let second = second.filter(|&second| second > day && !to_month);
            let (end, year) = self.trailing_year(then + 2 * usize::from(second.is_some()));
            let on = |day| Phrase::Day { year, month, day };
            let phrase = match second {
                Some(second) => Phrase::Span(Box::new(on(day)), Box::new(on(second))),
                None => on(day),
            };
            return Some((end, phrase));
        }
        let of_year = at + 1 + usize::from(self.is(at + 1, &["of", ","]));
        if let Some(year) = self.four_digits(of_year) {
            let phrase = Phrase::Month {
                year: Some(year),
                month,
            };
            return Some((of_year + 1, phrase));
        }
        if self.is(at + 1, &["of"])
            && self.is(at + 2, &["this", "last", "next"])
            && self.is(at + 3, &["year"])
        {
            let phrase = Phrase::MonthBeside {
                month,
                next: self.is(at + 2, &["next"]),
            };
            return Some((at + 4, phrase));
        }
        let word = self.word(at);
        let doubtful = matches!(word, "May" | "March" | "Mar" | "Sun" | "August" | "April");
        let behind = [
            "in", "since", "by", "until", "of", "from", "last", "next", "this", "early", "late",
            "mid", "during", "before", "after", "through", "-", "on", "earlier", "to", "between",
        ];
        let short = word.len() == 3;
        let dated = behind.contains(&self.before(at).as_str());
        (dated || !(doubtful || short)).then_some((at + 1, Phrase::Month { year: None, month }))
    }

    /// "Tuesday", "last Tuesday", "Tuesday, December 4".
    fn weekday(&self, at: usize) -> Read {
        let shift = self.shift(at);
        let from = at + usize::from(shift.is_some());
        let word = self.word(from);
        let capital = word.starts_with(char::is_uppercase);
        let full = word.ends_with("day") || word.ends_with('.') || word.ends_with("DAY");
        let day = weekday_number(word).filter(|_| capital && full)?;
        let comma = usize::from(self.is(from + 1, &[","]));
        let dated = self.month_first(from + 1 + comma);
        let dated = dated.or_else(|| self.day_first(from + 1 + comma));
        if let Some((end, phrase @ (Phrase::Day { .. } | Phrase::Span(..)))) = dated {
            return Some((end, phrase));
        }
        Some((from + 1, Phrase::Weekday { day, shift }))
    }

    fn shift(&self, at: usize) -> Option<i8> {
        match self.lower(at).as_str() {
            "last" | "past" | "previous" => Some(-1),
            "this" => Some(0),
            "next" | "coming" => Some(1),
            _ => None,
        }
    }

    fn today(&self, at: usize) -> Read {
        let days = match self.lower(at).as_str() {
            "today" | "tonight" => 0,
            "yesterday" => -1,
            "tomorrow" => 1,
            "this" if self.is(at + 1, &["morning", "afternoon", "evening"]) => {
                return Some((at + 2, Phrase::Day0(0)));
            }
            "last" if self.is(at + 1, &["night"]) => return Some((at + 2, Phrase::Day0(-1))),
            _ => return None,
        };
        Some((at + 1, Phrase::Day0(days)))
    }

    /// "last month", "next year", "last October", "that day", "the same month", "the next day".
    fn shifted(&self, at: usize) -> Read {
        let the = usize::from(self.is(at, &["the"]));
        let word = self.lower(at + the);
        let after = at + the + 1;
        if the == 0
            && let Some(shift) = self.shift(at)
        {
            if let Some(month) = self.month(after) {
                let (month, next) = (month, shift > 0);
                return match shift {
                    0 => Some((after + 1, Phrase::Month { year: None, month })),
                    _ => Some((after + 1, Phrase::MonthBeside { month, next })),
                };
            }
            let unit = self.unit(after)?;
            return Some((after + 1, Phrase::Shifted(unit, shift.into())));
        }
        let twice = usize::from(word == "that" && self.is(after, &["same"]));
        let after = after + twice;
        let same = matches!(word.as_str(), "that" | "same");
        if same && self.is(after, &["morning", "afternoon", "evening", "night"]) {
            return Some((after + 1, Phrase::Same(Unit::Day)));
        }
        let unit = self.unit(after)?;
        let count = match word.as_str() {
            "next" | "following" if the == 1 => 1,
            "previous" | "preceding" if the == 1 => -1,
            _ if same => return Some((after + 1, Phrase::Same(unit))),
            _ => return None,
        };
        let phrase = Phrase::Away {
            count,
            unit,
            from_text: true,
        };
        Some((after + 1, phrase))
    }

    /// "two days ago", "three years later", "a week earlier".
    fn away(&self, at: usize) -> Read {
        let count = self.count(at)?;
        let unit = self.unit(at + 1)?;
        let end = at + 3;
        let (sign, from_text) = match self.lower(at + 2).as_str() {
            "ago" => (-1, false),
            "later" | "afterwards" => (1, true),
            "earlier" | "before" if !self.governs(at + 3) => (-1, true),
            "from" if self.is(at + 3, &["now"]) => {
                let phrase = Phrase::Away {
                    count,
                    unit,
                    from_text: false,
                };
                return Some((at + 4, phrase));
            }
            _ => return None,
        };
        let phrase = Phrase::Away {
            count: sign * count,
            unit,
            from_text,
        };
        Some((end, phrase))
    }

    /// Whether something follows that "before" could govern.
    fn governs(&self, at: usize) -> bool {
        at < self.end && self.document.tokens[at].upos != Upos::Punct
    }

    fn decade(&self, at: usize) -> Read {
        let at = at + usize::from(self.is(at, &["the"]));
        let digits = self.word(at).strip_suffix('s')?;
        let first = number(digits).filter(|n| digits.len() == 4 && n % 10 == 0)? as i16;
        (1500..2100)
            .contains(&first)
            .then_some((at + 1, Phrase::Years(first, first + 9)))
    }

    fn season(&self, at: usize) -> Read {
        let at = at + usize::from(self.is(at, &["the"]));
        let (first, last) = match self.lower(at).as_str() {
            "spring" => (3, 5),
            "summer" => (6, 8),
            "autumn" | "fall" => (9, 11),
            _ => return None,
        };
        let next = at + 1 + usize::from(self.is(at + 1, &["of"]));
        let year = self.four_digits(next)?;
        Some((next + 1, Phrase::Season { year, first, last }))
    }

    /// A bare year, where its neighbours leave no doubt that it counts nothing.
    fn year(&self, at: usize) -> Read {
        let the = usize::from(self.is(at, &["the"]));
        let year = self.four_digits(at + the)?;
        let next = at + the + 1;
        let noun = next < self.end && self.document.tokens[next].upos == Upos::Noun;
        let preposition = [
            "in", "since", "by", "until", "from", "during", "before", "after", "early", "late",
            "mid", "of", "through", "till", "between", "to", "around", "about", "(",
        ];
        let before = self.before(at);
        let adverbial = preposition.contains(&before.as_str()) && (!noun || the == 1);
        let owner = matches!(before.as_str(), "a" | "an" | "its" | "their" | "'s" | "’s");
        let attribute = noun && (the == 1 || owner) && (1900..2100).contains(&year);
        let (mut end, mut last) = (next, year);
        if self.is(next, &["-", "–"]) && self.is_tight(next) {
            let word = self.word(next + 1);
            let second = number(word).map(|n| match word.len() {
                2 => year - year % 100 + n as i16,
                _ => n as i16,
            });
            if let Some(second) = second.filter(|&second| second > year && second < 2100) {
                (end, last) = (next + 2, second);
            }
        }
        (adverbial || attribute).then_some((end, Phrase::Years(year, last)))
    }

    /// "from May 3 to June 5", "between 2014 and 2016".
    fn range(&self, at: usize, end: usize, first: &Phrase) -> Read {
        let before = self.before(at);
        let open = matches!(before.as_str(), "from" | "between");
        let joins = match self.lower(end).as_str() {
            "to" | "until" | "through" | "till" | "and" => open,
            "-" | "–" => self.is_tight(end),
            _ => false,
        };
        if !joins || matches!(first, Phrase::Span(..)) {
            return None;
        }
        let (last, mut second) = self.phrase(end + 1).or_else(|| {
            let year = self.four_digits(end + 1)?;
            Some((end + 2, Phrase::Years(year, year)))
        })?;
        let mut first = first.clone();
        // The year stands with one of the two.
        if let (Some(year), None) = (year_of(&second), year_of(&first)) {
            set_year(&mut first, year);
        } else if let (Some(year), None) = (year_of(&first), year_of(&second)) {
            set_year(&mut second, year);
        }
        Some((last, Phrase::Span(Box::new(first), Box::new(second))))
    }

    /// What the preposition before an expression says.
    fn bound(&self, at: usize) -> Option<Bound> {
        let mut before = at;
        while before > self.start
            && matches!(
                self.before(before).as_str(),
                "the" | "about" | "around" | "at" | "least" | "early" | "late" | "mid" | "on"
            )
        {
            before -= 1;
        }
        match self.before(before).as_str() {
            "since" => Some(Bound::Since),
            "by" | "until" | "till" => Some(Bound::By),
            "before" | "after" | "than" | "post" => None,
            "of" | "to" if matches!(self.before(before.max(1) - 1).as_str(), "ahead" | "prior") => {
                None
            }
            _ => Some(Bound::Within),
        }
    }

    /// Whether a token touches both its neighbours.
    fn is_tight(&self, at: usize) -> bool {
        let tokens = &self.document.tokens;
        at > 0
            && at + 1 < self.end
            && tokens[at - 1].span.end == tokens[at].span.start
            && tokens[at].span.end == tokens[at + 1].span.start
    }

    fn month(&self, at: usize) -> Option<i8> {
        let word = self.word(at);
        let capital = word.starts_with(char::is_uppercase);
        let verb = at < self.end
            && matches!(
                self.document.tokens[at].upos,
                Upos::Aux | Upos::Verb | Upos::Adv
            );
        if !capital || verb || (self.blocked)(at) {
            return None;
        }
        month_number(word)
    }

    fn day(&self, at: usize) -> Option<i8> {
        let word = self.word(at);
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let ending = &word[digits.len()..];
        let day = number(digits).filter(|day| (1..=31).contains(day))?;
        matches!(ending, "" | "st" | "nd" | "rd" | "th").then_some(day as i8)
    }

    fn four_digits(&self, at: usize) -> Option<i16> {
        let word = self.word(at);
        let year = number(word).filter(|_| word.len() == 4)?;
        (1500..2100).contains(&year).then_some(year as i16)
    }

    /// A year after a day or a month, with or without a comma before it.
    fn trailing_year(&self, at: usize) -> (usize, Option<i16>) {
        for next in [at, at + 1] {
            let year = self.four_digits(next);
            if year.is_some() && (next == at || self.is(at, &[",", "of"])) {
                return (next + 1, year);
            }
        }
        (at, None)
    }

    fn unit(&self, at: usize) -> Option<Unit> {
        Some(match self.lower(at).as_str() {
            "day" | "days" => Unit::Day,
            "week" | "weeks" => Unit::Week,
            "weekend" => Unit::Weekend,
            "month" | "months" => Unit::Month,
            "year" | "years" => Unit::Year,
            _ => return None,
        })
    }

    fn count(&self, at: usize) -> Option<i32> {
        const NUMBERS: [&str; 12] = [
            "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
            "eleven", "twelve",
        ];
        let word = self.lower(at);
        if matches!(word.as_str(), "a" | "an") {
            return Some(1);
        }
        let named = NUMBERS.iter().position(|&name| name == word);
        named
            .map(|index| index as i32 + 1)
            .or_else(|| number(&word).filter(|&n| n < 1000))
    }
}

fn number(word: &str) -> Option<i32> {
    let digits = !word.is_empty() && word.len() < 6 && word.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| word.parse().ok())?
}

fn year_of(phrase: &Phrase) -> Option<i16> {
    match phrase {
        Phrase::Day { year, .. } | Phrase::Month { year, .. } => *year,
        Phrase::Years(_, last) => Some(*last),
        _ => None,
    }
}

fn set_year(phrase: &mut Phrase, to: i16) {
    if let Phrase::Day { year, .. } | Phrase::Month { year, .. } = phrase {
        *year = Some(to);
    }
}
