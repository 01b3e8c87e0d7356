//! When something is said to have been or to be: a stretch of days, and how it was given.

use jiff::civil::Date;
use std::fmt;

/// How finely a date is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// To the day.
    Day,
    /// To the month.
    Month,
    /// To the year.
    Year,
}

/// Which side of a date is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bound {
    /// On that day, in that month or year, or from the first to the last day.
    Within,
    /// "since 2014": from then on.
    Since,
    /// "by 24 January", "until 1974": up to then.
    By,
}

/// A time as a text gives it, resolved to days.
///
/// Written in ISO 8601 with no more precision than the text has: `2014`, `2014-05`, `2014-05-03`, an
/// interval `2016-04-05/2016-04-06`. What began at a date is written as that date; what is to be
/// over by one as an interval with an open start, `../2026-01-24`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When {
    /// The first day.
    pub start: Date,
    /// The last day; for a day the same as the first.
    pub end: Date,
    /// How finely start and end are given.
    pub precision: Precision,
    /// Whether it is open to one side.
    pub bound: Bound,
    /// "early March", "around 1990".
    pub approximate: bool,
}

impl When {
    /// From the first day of `first`'s day, month or year to the last of `last`'s.
    pub fn between(first: Date, last: Date, precision: Precision) -> When {
        let (start, end) = match precision {
            Precision::Day => (first, last),
            Precision::Month => (first.first_of_month(), last.last_of_month()),
            Precision::Year => (first.first_of_year(), last.last_of_year()),
        };
        When {
            start,
            end: end.max(start),
            precision,
            bound: Bound::Within,
            approximate: false,
        }
    }

    /// One day, month or year.
    pub fn at(date: Date, precision: Precision) -> When {
        When::between(date, date, precision)
    }

    /// Whether it is one day, one month or one year.
    pub fn is_one(&self) -> bool {
        *self
            == When {
                bound: self.bound,
                approximate: self.approximate,
                ..When::at(self.start, self.precision)
            }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let write = |f: &mut fmt::Formatter<'_>, date: Date| match self.precision {
            Precision::Day => write!(f, "{date}"),
            Precision::Month => write!(f, "{:04}-{:02}", date.year(), date.month()),
            Precision::Year => write!(f, "{:04}", date.year()),
        };
        match self.bound {
            Bound::By => {
                f.write_str("../")?;
                write(f, self.end)
            }
            Bound::Within if !self.is_one() => {
                write(f, self.start)?;
                f.write_str("/")?;
                write(f, self.end)
            }
            Bound::Within | Bound::Since => write(f, self.start),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_date_is_written_as_finely_as_it_was_given() {
        let day = date(2014, 5, 3);
        let written = |precision| When::at(day, precision).to_string();
        assert_eq!(written(Precision::Day), "2014-05-03");
        assert_eq!(written(Precision::Month), "2014-05");
        assert_eq!(written(Precision::Year), "2014");
    }

    #[test]
    fn ranges_and_open_ends() {
        let days = When::between(date(2016, 4, 5), date(2016, 4, 6), Precision::Day);
        assert_eq!(days.to_string(), "2016-04-05/2016-04-06");
        let nineties = When::between(date(1990, 1, 1), date(1999, 1, 1), Precision::Year);
        assert_eq!(nineties.to_string(), "1990/1999");
        let mut bound = When::at(date(2014, 2, 27), Precision::Day);
        bound.bound = Bound::Since;
        assert_eq!(bound.to_string(), "2014-02-27");
        bound.bound = Bound::By;
        assert_eq!(bound.to_string(), "../2014-02-27");
    }
}
