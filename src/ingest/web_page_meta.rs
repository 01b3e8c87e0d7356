//! What a web page says about itself: title, date, source, address, language.

use super::{Fault, date};
use crate::text::Meta;
use dom_smoothie::Readability;

/// What the page says about itself.
pub fn metadata(page: &Readability, notes: &mut Vec<Fault>) -> Meta {
    let linked = page.parse_json_ld();
    let linked = linked.as_ref();
    let (title, suffix) = title(page);
    let dates = [
        first_attribute(page, "meta[property='article:published_time']", "content"),
        first_attribute(page, "meta[itemprop='datePublished']", "content"),
        linked.and_then(|linked| linked.published_time.clone()),
        first_attribute(page, "meta[name='date'], meta[name='pubdate']", "content"),
        first_attribute(
            page,
            "meta[name='dc.date'], meta[name='DC.date.issued']",
            "content",
        ),
        first_attribute(
            page,
            "time[itemprop='datePublished'], time[pubdate]",
            "datetime",
        ),
        first_attribute(
            page,
            "article time[datetime], main time[datetime]",
            "datetime",
        ),
        first_attribute(page, "time[datetime]", "datetime"),
    ];
    let dates: Vec<String> = dates.into_iter().flatten().collect();
    let date = dates.iter().find_map(|written| date::parse(written));
    if let (None, Some(written)) = (&date, dates.first()) {
        notes.push(Fault::new(format!(
            "the date \"{written}\" {}",
            date::EXPECTED
        )));
    }
    Meta {
        title,
        date,
        source: first_attribute(page, "meta[property='og:site_name']", "content")
            .or_else(|| linked.and_then(|linked| linked.site_name.clone()))
            .or(suffix),
        url: first_attribute(page, "link[rel='canonical']", "href")
            .or_else(|| first_attribute(page, "meta[property='og:url']", "content")),
        language: first_attribute(page, "html[lang]", "lang"),
    }
}

/// The headline, and the site's name where the page's title is the headline and that name. A first
/// heading may be the site's logo, so one that the other titles bear out goes first.
fn title(page: &Readability) -> (Option<String>, Option<String>) {
    let headings = page.doc.select("h1");
    let headings: Vec<String> = headings.iter().map(|h| fold(&h.text())).collect();
    let window = fold(&page.doc.select_single("head title").text());
    let shared = first_attribute(page, "meta[property='og:title']", "content");
    let titles = [shared.as_deref().unwrap_or_default(), &window];
    let borne_out = |heading: &&String| {
        heading.split_whitespace().count() >= 2 && titles.iter().any(|t| t.starts_with(*heading))
    };
    let found = headings
        .iter()
        .find(borne_out)
        .cloned()
        .or_else(|| {
            shared
                .as_deref()
                .map(|title| without_site(title).0.to_owned())
        })
        .or_else(|| Some(without_site(&window).0.to_owned()))
        .filter(|title| !title.is_empty())
        .or_else(|| headings.iter().find(|heading| !heading.is_empty()).cloned());
    let (before, site) = without_site(&window);
    let suffix = site.filter(|_| found.as_deref() == Some(before));
    (found, suffix.map(str::to_owned))
}

/// A page's title without " - Site" or " | Site" at its end.
fn without_site(title: &str) -> (&str, Option<&str>) {
    let marks = [" | ", " - ", " – ", " — ", " :: ", " » ", " · "];
    let last = marks
        .iter()
        .filter_map(|mark| Some((title.rfind(mark)?, mark.len())))
        .max();
    let Some((at, length)) = last else {
        return (title, None);
    };
    let (before, site) = (title[..at].trim_end(), &title[at + length..]);
    let words = |text: &str| text.split_whitespace().count();
    if words(before) >= 3 && (1..=5).contains(&words(site)) {
        (before, Some(site))
    } else {
        (title, None)
    }
}

/// The first value of an attribute that is not blank.
fn first_attribute(page: &Readability, selector: &str, attribute: &str) -> Option<String> {
    let found = page.doc.select(selector);
    let mut values = found.iter().filter_map(|node| node.attr(attribute));
    values.find_map(|value| Some(fold(&value)).filter(|value| !value.is_empty()))
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> (Meta, Vec<Fault>) {
        let mut notes = Vec::new();
        let meta = metadata(&Readability::from(html), &mut notes);
        (meta, notes)
    }

    #[test]
    fn titles() {
        let titled = |head: &str, body: &str| {
            let html =
                format!("<html><head>{head}</head><body>{body}<p>They met.</p></body></html>");
            read(&html).0.title
        };
        let title = |head: &str, body: &str| titled(head, body).unwrap_or_default();
        // The logo is a heading as well.
        let head = "<title>Talks open in Geneva - World - The Courier</title>";
        assert_eq!(
            title(head, "<h1>The Courier</h1><h1>Talks open in Geneva</h1>"),
            "Talks open in Geneva"
        );
        assert_eq!(
            title("<title>Talks open in Geneva - The Courier</title>", ""),
            "Talks open in Geneva"
        );
        assert_eq!(
            title(
                "<meta property='og:title' content='Talks  open'>",
                "<h1>Courier</h1>"
            ),
            "Talks open"
        );
        assert_eq!(title("", "<h1>Talks</h1>"), "Talks");
        assert_eq!(
            title("<title>Mid-term: a re-run</title>", ""),
            "Mid-term: a re-run"
        );
        assert_eq!(titled("", ""), None);
    }

    #[test]
    fn what_a_page_says_about_itself() {
        let (meta, notes) = read(
            "<html lang=en-GB><head><meta property='og:site_name' content='Courier'>\
             <link rel=canonical href='https://a.example/1'><script type='application/ld+json'>\
             {\"@context\": \"https://schema.org\", \"@type\": \"NewsArticle\", \"headline\": \"x y z\",\
             \"datePublished\": \"2022-07-22T23:40:00+03:00\"}</script></head><body><p>They met.</p>",
        );
        assert_eq!(meta.date.as_deref(), Some("2022-07-22"));
        assert_eq!(meta.source.as_deref(), Some("Courier"));
        assert_eq!(meta.url.as_deref(), Some("https://a.example/1"));
        assert_eq!(meta.language.as_deref(), Some("en-GB"));
        assert!(notes.is_empty());
        let (meta, notes) = read("<body><time datetime='tomorrow'>t</time><p>They met.</p>");
        assert_eq!(meta.date, None);
        assert!(notes[0].message.contains("\"tomorrow\" cannot be read"));
    }
}
