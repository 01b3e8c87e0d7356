//! The calendar: days counted from 1 January 1970, and years, quarters, months and weeks of them.

/// A day: how many after 1 January 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i64);

/// The years that a date may have.
pub const YEARS: std::ops::RangeInclusive<i64> = -999_999_999..=999_999_999;

impl Date {
    /// The day of that number, if its year is within bounds.
    pub fn from_days(days: i64) -> Option<Date> {
        (Date(-365_243_219_162)..=Date(365_241_780_471))
            .contains(&Date(days))
            .then_some(Date(days))
    }

    /// The number of the day.
    pub fn days(self) -> i64 {
        self.0
    }

    /// A day of the calendar, if there is one.
    pub fn new(year: i64, month: i64, day: i64) -> Option<Date> {
        (YEARS.contains(&year)
            && (1..=12).contains(&month)
            && (1..=month_length(year, month)).contains(&day))
        .then(|| Date(first_of_year(year) + days_before(year, month) + day - 1))
    }

    /// A day by its number within the year.
    pub fn from_ordinal(year: i64, day: i64) -> Option<Date> {
        (YEARS.contains(&year) && (1..=365 + i64::from(is_leap(year))).contains(&day))
            .then(|| Date(first_of_year(year) + day - 1))
    }

    /// A day by its number within a quarter.
    pub fn from_quarter(year: i64, quarter: i64, day: i64) -> Option<Date> {
        if !YEARS.contains(&year) || !(1..=4).contains(&quarter) {
            return None;
        }
        let first = days_before(year, 3 * quarter - 2);
        let length = days_before(year, 3 * quarter + 1) - first;
        (1..=length)
            .contains(&day)
            .then(|| Date(first_of_year(year) + first + day - 1))
    }

    /// A day by its number within an ISO week, Monday being 1. Only some years have a week 53.
    pub fn from_week(year: i64, week: i64, day: i64) -> Option<Date> {
        if !YEARS.contains(&year) || !(1..=7).contains(&day) || !(1..=53).contains(&week) {
            return None;
        }
        let (first, next) = (first_of_week_year(year), first_of_week_year(year + 1));
        let days = first + 7 * (week - 1);
        (days < next)
            .then(|| Date::from_days(days + day - 1))
            .flatten()
    }

    /// Year, month and day.
    pub fn civil(self) -> (i64, i64, i64) {
        let year = self.year();
        let ordinal = self.ordinal();
        // No month is longer than 31 days, so that this is the month or the one before it.
        let guess = (ordinal - 1) / 31 + 1;
        let month = guess + i64::from(guess < 12 && ordinal > days_before(year, guess + 1));
        (year, month, ordinal - days_before(year, month))
    }

    /// The year.
    pub fn year(self) -> i64 {
        // 400 years have 146,097 days. The mean year is near enough to be wrong by one at most.
        let year = 1970 + (self.0 * 400).div_euclid(146_097);
        let year = year - i64::from(self.0 < first_of_year(year));
        year + i64::from(self.0 >= first_of_year(year + 1))
    }

    /// The day within the year, from 1.
    pub fn ordinal(self) -> i64 {
        self.0 - first_of_year(self.year()) + 1
    }

    /// The quarter, and the day within it, from 1.
    pub fn quarter(self) -> (i64, i64) {
        let (year, month, _) = self.civil();
        let quarter = (month - 1) / 3 + 1;
        (quarter, self.ordinal() - days_before(year, 3 * quarter - 2))
    }

    /// The ISO week and the year that it belongs to.
    pub fn week(self) -> (i64, i64) {
        let year = (self.year() - 1..=self.year() + 1)
            .rev()
            .find(|&year| first_of_week_year(year) <= self.0)
            .expect("week 1 of last year is past");
        (year, (self.0 - first_of_week_year(year)) / 7 + 1)
    }

    /// The day of the week, Monday being 1.
    pub fn weekday(self) -> i64 {
        weekday(self.0)
    }

    /// The same day so many months later, or the last of the month where that is shorter.
    pub fn plus_months(self, months: i64) -> Option<Date> {
        let (year, month, day) = self.civil();
        let months = (year * 12 + month - 1).checked_add(months)?;
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        YEARS
            .contains(&year)
            .then(|| Date::new(year, month, day.min(month_length(year, month))))
            .flatten()
    }

    /// So many days later.
    pub fn plus_days(self, days: i64) -> Option<Date> {
        Date::from_days(self.0.checked_add(days)?)
    }

    /// Whole months from here to there.
    pub fn months_until(self, other: Date) -> i64 {
        // A month is counted as 32 days here, so that the days decide only within one.
        let packed = |date: Date| {
            let (year, month, day) = date.civil();
            (year * 12 + month - 1) * 32 + day
        };
        (packed(other) - packed(self)) / 32
    }
}

/// Whether there is a 29 February.
fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Days from 1970 to 1 January of a year.
fn first_of_year(year: i64) -> i64 {
    let past = year - 1;
    365 * past + past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400) - 719_162
}

/// Days of a year before the first of a month, which may be the 13th.
fn days_before(year: i64, month: i64) -> i64 {
    const DAYS: [i64; 13] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];
    let month = usize::try_from(month - 1).expect("a month from 1 to 13");
    DAYS[month] + i64::from(month > 1 && is_leap(year))
}

fn month_length(year: i64, month: i64) -> i64 {
    days_before(year, month + 1) - days_before(year, month)
}

/// The Monday of the week that 4 January lies in.
fn first_of_week_year(year: i64) -> i64 {
    let fourth = first_of_year(year) + 3;
    fourth + 1 - weekday(fourth)
}

/// The day of the week, Monday being 1. The first day of 1970 was a Thursday.
fn weekday(days: i64) -> i64 {
    (days + 3).rem_euclid(7) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_agree() {
        let far = [
            YEARS.start() + 2,
            -4713,
            -1,
            0,
            4,
            1899,
            1900,
            1970,
            2000,
            2024,
            9999,
            YEARS.end() - 2,
        ];
        for year in far {
            let first = Date::new(year, 1, 1).unwrap();
            for days in first.days() - 370..first.days() + 740 {
                let date = Date(days);
                let (year, month, day) = date.civil();
                assert_eq!(Date::new(year, month, day), Some(date));
                assert_eq!(Date::from_ordinal(year, date.ordinal()), Some(date));
                let (quarter, day) = date.quarter();
                assert_eq!(Date::from_quarter(year, quarter, day), Some(date));
                let (year, week) = date.week();
                assert_eq!(
                    Date::from_week(year, week, date.weekday()),
                    Some(date),
                    "{date:?}"
                );
            }
        }
        assert_eq!(
            Date::new(*YEARS.start(), 1, 1),
            Date::from_days(-365_243_219_162)
        );
        assert_eq!(
            Date::new(*YEARS.end(), 12, 31),
            Date::from_days(365_241_780_471)
        );
        assert_eq!((Date(0).civil(), Date(0).weekday()), ((1970, 1, 1), 4));
    }

    #[test]
    fn what_no_calendar_has() {
        assert_eq!(Date::new(1900, 2, 29), None);
        assert_eq!(Date::from_week(1817, 53, 1), None);
        assert_eq!(Date::from_ordinal(2023, 366), None);
        assert_eq!(Date::from_quarter(2023, 1, 91), None);
    }
}
