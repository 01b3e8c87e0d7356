//! Reading articles from files: every format, packing and encoding, and every mistake that an input
//! may have, with its message.

use demarche::error::{Result, Warning};
use demarche::ingest::{self, Fields, Metadata, Options, READERS, RawFile, Source};
use demarche::text::{Article, CodePoints, Span};
use proptest::prelude::*;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

const PLAIN: &str = "Talks open in Geneva\nDate: 2022-08-03\n\nThe “talks” have begun.\n";

/// All articles and all warnings of what the arguments name.
fn read_all(inputs: &[&Path], options: &Options) -> Result<(Vec<Article>, Vec<Warning>)> {
    let inputs: Vec<String> = inputs
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    let found = ingest::expand(&inputs)?;
    let (mut articles, mut warnings) = (Vec::new(), found.warnings);
    for reading in ingest::read(&found.sources, options) {
        let reading = reading?;
        articles.extend(reading.article);
        warnings.extend(reading.warnings);
    }
    Ok((articles, warnings))
}

fn read(inputs: &[&Path]) -> (Vec<Article>, Vec<Warning>) {
    read_all(inputs, &Options::default()).unwrap()
}

fn strict() -> Options {
    Options {
        strict: true,
        ..Options::default()
    }
}

/// The message of a run that ends with an error.
#[track_caller]
fn fails(inputs: &[&Path], options: &Options) -> String {
    read_all(inputs, options).expect_err("an error").to_string()
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstandard(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn ids(articles: &[Article]) -> Vec<&str> {
    articles.iter().map(|article| article.id.as_str()).collect()
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/articles")
}

/// The part of the work that is not in the repository, if it is there.
fn shared(path: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = root
        .ancestors()
        .skip(1)
        .map(|above| above.join("shared").join(path));
    let found = found.find(|path| path.exists());
    if found.is_none() {
        println!("skipped: ../shared/{path} is not here");
    }
    found
}

// --- Formats -----------------------------------------------------------------------------------

#[test]
#[cfg(feature = "html")]
fn all_fixture_articles() {
    let (articles, warnings) = read(&[&fixtures()]);
    assert_eq!(warnings, []);
    assert_eq!(articles.len(), 17);
    for article in &articles {
        let title = article.meta.title.as_deref().unwrap();
        let headline = article.headline.unwrap_or_else(|| panic!("{}", article.id));
        assert_eq!(headline.of(&article.text), title, "{}", article.id);
        assert!(title.len() < 90, "{title}");
        assert!(
            article.text.split_whitespace().count() > 150,
            "{}",
            article.id
        );
        if ["txt", "md"]
            .iter()
            .any(|ending| article.origin.ends_with(ending))
        {
            assert_eq!(article.text, fs::read_to_string(&article.origin).unwrap());
        }
    }
    let dated = articles
        .iter()
        .filter(|article| article.meta.date.is_some());
    let dated: Vec<&str> = dated.map(|article| article.id.as_str()).collect();
    assert_eq!(
        dated,
        [
            "algiers-2000",
            "black-sea-grain-2022",
            "briefs-1",
            "briefs-2",
            "camp-david-1978",
            "georgia-2008",
            "panmunjom-2018",
            "prespa-2018",
            "saudi-iran-2023"
        ]
    );
}

#[test]
#[cfg(feature = "html")]
fn the_fixture_page_gives_its_article_alone() {
    let (articles, warnings) = read(&[&fixtures().join("black-sea-grain-2022.html")]);
    assert_eq!(warnings, []);
    let article = &articles[0];
    for noise in [
        "Advertisement",
        "Subscribe",
        "Sign in",
        "Privacy",
        "In pictures",
        "newsletter",
    ] {
        assert!(!article.text.contains(noise), "{noise} in {}", article.text);
    }
    let paragraphs: Vec<&str> = article.text.split("\n\n").collect();
    assert!(paragraphs[0].starts_with("Ukraine and Russia sign mirror deals"));
    assert!(
        paragraphs[1].starts_with("ISTANBUL — Russia and Ukraine signed"),
        "{paragraphs:?}"
    );
    assert!(
        paragraphs
            .last()
            .unwrap()
            .ends_with("must be held to its word.")
    );
    assert_eq!(paragraphs.len(), 9, "{paragraphs:#?}");
    assert!(article.text.contains("Moscow’s warships"));
    assert!(article.text.contains("120 days & can be renewed"));
    let meta = &article.meta;
    assert_eq!(meta.date.as_deref(), Some("2022-07-22"));
    assert_eq!(meta.source.as_deref(), Some("The Fixture Courier"));
    assert_eq!(
        meta.url.as_deref(),
        Some("https://courier.example/world/2022/07/22/black-sea-grain")
    );
    assert_eq!(meta.language.as_deref(), Some("en"));
}

#[test]
#[cfg(not(feature = "html"))]
fn without_the_feature_a_page_is_a_clear_warning() {
    let (articles, warnings) = read(&[&fixtures().join("black-sea-grain-2022.html")]);
    assert!(articles.is_empty());
    assert!(
        warnings[0]
            .message
            .contains("built without the feature `html`")
    );
}

#[test]
fn offsets_count_in_the_file_as_it_stands() {
    let text = "Erdoğan meets Guterres\r\nDate: 2022-08-03\r\n\r\nThey met.\r\n";
    let folder = Folder::new();
    let (articles, _) = read(&[&folder.write("a.txt", text)]);
    let article = &articles[0];
    assert_eq!(article.text, text);
    assert_eq!(article.headline, Some(Span::new(0, 23)));
    assert_eq!(article.skipped, [Span::new(25, 41)]);
    // One character of two bytes: in code points everything after it is one less.
    let points = CodePoints::new(text).span(article.skipped[0]);
    assert_eq!((points.start, points.end), (24, 40));
}

#[test]
fn standard_input_is_read_as_it_begins() {
    let formats = [
        (
            "{\"title\": \"Talks\", \"text\": \"They met.\"}\n{\"text\": \"Two.\"}\n",
            2,
        ),
        ("[{\"text\": \"They met.\"}]", 1),
        ("Talks open\n\nThey met.", 1),
        #[cfg(feature = "html")]
        ("<p>They met.</p>", 1),
    ];
    let options = Options::default();
    for (text, count) in formats {
        let source = Source::bytes("-", text.as_bytes());
        let read = source
            .read(&options)
            .filter_map(|reading| reading.unwrap().article);
        let articles: Vec<Article> = read.collect();
        assert_eq!(articles.len(), count, "{text}");
        assert!(articles[0].text.contains("They met."));
        assert!(!articles[0].text.contains(['{', '<']));
    }
}

#[test]
fn the_format_may_be_given() {
    let options = Options {
        input_format: Some(ingest::reader("markdown").unwrap()),
        ..Options::default()
    };
    let source = Source::bytes("-", *b"# Talks open\n\nThey met.");
    let article = source
        .read(&options)
        .next()
        .unwrap()
        .unwrap()
        .article
        .unwrap();
    assert_eq!(article.meta.title.as_deref(), Some("Talks open"));
}

#[test]
fn a_file_of_unknown_name_is_read_as_it_begins_when_it_is_named() {
    let folder = Folder::new();
    let path = folder.write("news.log", "{\"text\": \"They met.\"}");
    let (articles, _) = read(&[&path]);
    assert_eq!(ids(&articles), ["news.log"]);
    assert_eq!(articles[0].text, "They met.");
}

#[test]
fn every_format_packed() {
    let object = "{\"title\": \"Talks open in Geneva\", \"text\": \"The “talks” have begun.\"}";
    let files = [
        ("a.txt", PLAIN),
        (
            "b.md",
            "# Talks open in Geneva\n\nThe “talks” have begun.\n",
        ),
        ("c.json", object),
        ("d.jsonl", object),
        #[cfg(feature = "html")]
        (
            "e.html",
            "<h1>Talks open in Geneva</h1><p>The “talks” have begun.",
        ),
    ];
    let folder = Folder::new();
    for (name, text) in files {
        folder.write(&format!("{name}.gz"), gzip(text.as_bytes()));
        folder.write(&format!("{name}.zst"), zstandard(text.as_bytes()));
    }
    let (articles, warnings) = read(&[folder.path()]);
    assert_eq!(articles.len(), 2 * files.len());
    for article in &articles {
        assert!(
            article.text.contains("The “talks” have begun."),
            "{}",
            article.origin
        );
        assert_eq!(article.meta.title.as_deref(), Some("Talks open in Geneva"));
    }
    // a.txt.gz and a.txt.zst have one name.
    assert_eq!(ids(&articles)[..2], ["a", "a-2"]);
    assert!(warnings[0].message.contains("the id \"a\" is taken"));
}

// --- Encodings ---------------------------------------------------------------------------------

#[test]
fn utf16_with_and_without_a_mark() {
    let folder = Folder::new();
    for (name, mark, bytes) in [
        ("le", "", u16::to_le_bytes as fn(u16) -> [u8; 2]),
        ("be", "", u16::to_be_bytes),
        ("le-mark", "\u{feff}", u16::to_le_bytes),
        ("be-mark", "\u{feff}", u16::to_be_bytes),
    ] {
        let text = format!("{mark}{PLAIN}");
        let bytes: Vec<u8> = text.encode_utf16().flat_map(bytes).collect();
        folder.write(&format!("{name}.txt"), bytes);
    }
    folder.write("utf8-mark.txt", format!("\u{feff}{PLAIN}"));
    let (articles, warnings) = read(&[folder.path()]);
    assert_eq!(warnings, []);
    assert_eq!(articles.len(), 5);
    assert!(articles.iter().all(|article| article.text == PLAIN));
}

#[test]
fn windows_1252_is_read_and_said() {
    let folder = Folder::new();
    let path = folder.write("a.txt", encoding_rs::WINDOWS_1252.encode(PLAIN).0);
    let (articles, warnings) = read(&[&path]);
    assert_eq!(articles[0].text, PLAIN);
    assert!(warnings[0].message.contains("windows-1252"));
    assert_eq!(warnings[0].place, path.display().to_string());
}

#[test]
fn an_unreadable_encoding_is_a_warning_and_strictly_an_error() {
    let folder = Folder::new();
    let path = folder.write("b.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0");
    folder.write("a.txt", PLAIN);
    let (articles, warnings) = read(&[folder.path()]);
    assert_eq!(ids(&articles), ["a"]);
    let expected = format!("{}: unreadable encoding: this is no text", path.display());
    assert!(
        warnings[0].to_string().starts_with(&expected),
        "{}",
        warnings[0]
    );
    assert!(fails(&[&path], &strict()).starts_with(&expected));
}

#[test]
fn an_empty_file_is_a_warning_and_strictly_an_error() {
    let folder = Folder::new();
    for (name, text) in [
        ("a.txt", ""),
        ("b.md", " \n"),
        ("c.json", ""),
        ("d.jsonl", "\n\n"),
    ] {
        let path = folder.write(name, text);
        let (articles, warnings) = read(&[&path]);
        assert!(articles.is_empty());
        assert!(
            warnings[0].message.starts_with("the file is empty"),
            "{name}"
        );
        assert!(fails(&[&path], &strict()).contains("the file is empty"));
    }
}

// --- Finding files -----------------------------------------------------------------------------

#[test]
fn a_missing_file() {
    let message = fails(&[Path::new("no/such.txt")], &Options::default());
    assert_eq!(
        message,
        "no/such.txt: no such file or folder; check the name (patterns such as 'news/*.txt' and - \
         for standard input are possible too)"
    );
}

#[test]
fn nothing_to_read() {
    assert!(fails(&[], &Options::default()).starts_with("nothing to read"));
}

#[test]
fn an_empty_folder() {
    let folder = Folder::new();
    let message = fails(&[folder.path()], &Options::default());
    assert!(message.contains("no articles in this folder: expected files that end in .txt"));
    folder.write("image.png", "x");
    folder.write(".hidden.txt", PLAIN);
    let message = fails(&[folder.path()], &Options::default());
    assert!(message.contains("no articles in this folder"), "{message}");
}

#[test]
fn a_pattern_without_a_match() {
    let folder = Folder::new();
    let message = fails(&[&folder.path().join("*.txt")], &Options::default());
    assert!(
        message.contains("*.txt' fits no file of articles"),
        "{message}"
    );
    let message = fails(&[&folder.path().join("a***")], &Options::default());
    assert!(message.contains("is wrong at character"), "{message}");
}

#[test]
fn a_folder_is_read_sorted_and_each_file_once() {
    let folder = Folder::new();
    for name in [
        "b/2.txt",
        "b/1.md",
        "a.txt",
        "c.txt.gz",
        ".git/x.txt",
        "note.docx",
        "b/x.png",
    ] {
        let text = if name.ends_with("gz") {
            gzip(PLAIN.as_bytes())
        } else {
            PLAIN.into()
        };
        folder.write(name, text);
    }
    let (articles, warnings) = read(&[folder.path()]);
    assert_eq!(ids(&articles), ["a", "1", "2", "c"]);
    assert_eq!(warnings.len(), 1);
    assert!(
        warnings[0]
            .message
            .starts_with("2 files of no known format passed over")
    );

    let (pattern, file) = (
        folder.path().join("**/*.txt"),
        folder.path().join("b/2.txt"),
    );
    let (articles, _) = read(&[&file, folder.path(), &pattern, &file]);
    assert_eq!(ids(&articles), ["2", "a", "1", "c"]);
    let (articles, _) = read(&[&pattern]);
    assert_eq!(ids(&articles), ["a", "2"]);
}

#[test]
#[cfg(unix)]
fn links_that_go_round_end() {
    let folder = Folder::new();
    folder.write("a/1.txt", PLAIN);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("a/up")).unwrap();
    std::os::unix::fs::symlink(folder.path().join("a/1.txt"), folder.path().join("2.txt")).unwrap();
    let (articles, _) = read(&[folder.path()]);
    assert_eq!(articles.len(), 1);
}

#[test]
#[cfg(unix)]
fn a_named_pipe_is_read_once() {
    let folder = Folder::new();
    let path = folder.path().join("pipe.jsonl");
    let made = std::process::Command::new("mkfifo").arg(&path).status();
    if !made.is_ok_and(|status| status.success()) {
        println!("skipped: no mkfifo");
        return;
    }
    let writer = std::thread::spawn({
        let path = path.clone();
        move || fs::write(path, "{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n").unwrap()
    });
    let (articles, _) = read(&[&path]);
    writer.join().unwrap();
    assert_eq!(ids(&articles), ["pipe-1", "pipe-2"]);
}

// --- Faults in a file --------------------------------------------------------------------------

#[test]
fn a_broken_line_of_json_has_its_number() {
    let folder = Folder::new();
    let lines = [
        "{\"id\": \"a\", \"text\": \"One.\"}",
        "",
        "{\"id\": \"b\", \"text\": \"Tw",
        "{\"id\": \"c\"}",
        "{\"text\": \"Four.\", \"date\": \"then\"}",
    ];
    let path = folder.write("news.jsonl", lines.join("\n"));
    let (articles, warnings) = read(&[&path]);
    assert_eq!(ids(&articles), ["a", "news-5"]);
    let messages: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    let at = |line: usize| format!("{}:{line}: ", path.display());
    assert!(
        messages[0].starts_with(&(at(3) + "broken JSON at column 23")),
        "{messages:?}"
    );
    assert!(messages[1].starts_with(&(at(4) + "no text: expected a field \"text\"")));
    assert!(messages[2].starts_with(&(at(5) + "the date \"then\" cannot be read")));

    let error = fails(&[&path], &strict());
    assert!(error.starts_with(&(at(3) + "broken JSON")), "{error}");
}

#[test]
fn an_archive_that_is_cut_off_is_said() {
    let folder = Folder::new();
    let line = |i: u32| {
        format!(
            "{{\"id\": \"a{i}\", \"text\": \"Text number {}.\"}}\n",
            i * i
        )
    };
    let lines: String = (0..5000).map(line).collect();
    for (ending, packed) in [
        ("gz", gzip(lines.as_bytes())),
        ("zst", zstandard(lines.as_bytes())),
    ] {
        let name = format!("news.jsonl.{ending}");
        let path = folder.write(&name, &packed[..packed.len() / 2]);
        let (articles, warnings) = read(&[&path]);
        // What came before the cut is whole and goes through.
        assert!(articles.len() < 5000);
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        assert!(
            warnings[0].message.contains("is cut off or damaged"),
            "{warnings:?}"
        );
        assert!(warnings[0].place.ends_with(&name));
        assert!(fails(&[&path], &strict()).contains("is cut off or damaged"));

        // A plain text that is not whole is not read at all.
        let path = folder.write(&format!("a.txt.{ending}"), &packed[..packed.len() / 2]);
        let (articles, warnings) = read(&[&path]);
        assert!(articles.is_empty());
        assert!(
            warnings[0].message.contains("is cut off or damaged"),
            "{warnings:?}"
        );
    }
    let path = folder.write("b.txt.gz", PLAIN);
    assert!(fails(&[&path], &strict()).contains("its name says gzip but its bytes do not"));
}

#[test]
fn nothing_after_an_error() {
    let sources = [
        Source::bytes("a.jsonl", *b"{}\n{\"text\": \"One.\"}\n"),
        Source::bytes("b.txt", PLAIN.as_bytes()),
    ];
    let options = strict();
    let mut articles = ingest::read(&sources, &options);
    assert!(articles.next().unwrap().is_err());
    assert!(articles.next().is_none());
}

// --- What is known from elsewhere --------------------------------------------------------------

#[test]
fn metadata_fills_and_overrides_and_names_what_it_does_not_find() {
    let folder = Folder::new();
    folder.write("in/a.txt", PLAIN);
    folder.write("in/b.txt", "They met in Geneva.");
    let table = "id,title,date,source\na,,2022-08-04,AP\nb,Talks,,\nx,,,\ny,,,\n";
    let table = folder.write("meta.csv", table);
    let options = Options {
        metadata: Some(Metadata::load(&table).unwrap()),
        default_date: ingest::parse_date("1 May 2020"),
        ..Options::default()
    };
    let (articles, warnings) = read_all(&[&folder.path().join("in")], &options).unwrap();
    let [a, b] = &articles[..] else {
        panic!("{articles:?}")
    };
    assert_eq!(a.meta.title.as_deref(), Some("Talks open in Geneva"));
    assert_eq!(a.meta.date.as_deref(), Some("2022-08-04"));
    assert_eq!(a.meta.source.as_deref(), Some("AP"));
    assert_eq!(b.meta.title.as_deref(), Some("Talks"));
    assert_eq!(b.meta.date.as_deref(), Some("2020-05-01"));
    assert_eq!(warnings.len(), 1);
    assert_eq!(
        warnings[0].to_string(),
        format!("{}: 2 ids have no article, \"x\" first", table.display())
    );
}

#[test]
fn a_broken_line_of_metadata_is_an_error_with_its_number() {
    let folder = Folder::new();
    let path = folder.write("meta.jsonl", "{\"id\": \"a\"}\n{\"id\": \"b\"\n");
    let error = Metadata::load(&path).unwrap_err().to_string();
    let expected = format!("{}:2: expected a JSON object in one line", path.display());
    assert!(error.starts_with(&expected), "{error}");
}

#[test]
fn other_fields() {
    let folder = Folder::new();
    let path = folder.write(
        "a.json",
        "{\"fulltext\": \"They met.\", \"pub\": \"2022-08\"}",
    );
    let options = Options {
        fields: Fields::parse("text=fulltext,date=pub").unwrap(),
        ..Options::default()
    };
    let (articles, _) = read_all(&[&path], &options).unwrap();
    assert_eq!(articles[0].text, "They met.");
    assert_eq!(articles[0].meta.date.as_deref(), Some("2022-08"));
}

#[test]
fn the_development_set() {
    let Some(dev) = shared("gold/dev") else {
        return;
    };
    let options = Options {
        metadata: Some(Metadata::load(dev.join("meta.jsonl")).unwrap()),
        ..strict()
    };
    let (articles, warnings) = read_all(&[&dev.join("texts")], &options).unwrap();
    assert_eq!(warnings, []);
    assert_eq!(articles.len(), 20);
    for article in &articles {
        let title = article.meta.title.as_deref().unwrap();
        let headline = article.headline.map(|span| span.of(&article.text));
        assert_eq!(headline, Some(title), "{}", article.id);
        assert!(article.skipped.is_empty(), "{}", article.id);
    }
}

#[test]
fn the_corpus_goes_through() {
    let Some(corpus) = shared("corpus") else {
        return;
    };
    let (articles, warnings) = read_all(&[&corpus], &strict()).unwrap();
    assert_eq!(articles.len(), 2274);
    assert_eq!(warnings, []);
    assert!(articles.iter().all(|article| article.headline.is_some()));
}

// --- Any bytes ---------------------------------------------------------------------------------

/// What must hold of anything that was read from anything.
fn check(article: &Article) {
    let text = &article.text;
    assert!(!article.id.is_empty() && !article.id.chars().any(char::is_control));
    assert!(!text.trim().is_empty());
    let mut end = 0;
    for span in &article.skipped {
        assert!(
            end <= span.start && !span.is_empty(),
            "{:?}",
            article.skipped
        );
        assert!(text.get(span.range()).is_some());
        end = span.end;
    }
    if let Some(headline) = article.headline {
        assert!(!text.get(headline.range()).unwrap().trim().is_empty());
    }
}

/// Reads the bytes in every format.
fn read_any(bytes: &[u8]) {
    for &reader in READERS {
        let options = Options {
            input_format: Some(reader),
            ..Options::default()
        };
        let source = Source::bytes("any", bytes);
        let articles = source
            .read(&options)
            .filter_map(|reading| reading.unwrap().article);
        articles.for_each(|article| check(&article));

        let file = RawFile::memory("any", "any", bytes);
        let strict = strict();
        assert_eq!(
            reader.read(file, &strict).any(|draft| draft.is_err()),
            Source::bytes("any", bytes)
                .read(&Options {
                    strict: true,
                    ..options
                })
                .any(|r| r.is_err()),
        );
    }
}

const MARKS: &[&str] = &[
    "---\n",
    "+++\n",
    "title: ",
    "Title: Aé",
    "Date: 3 May 2022",
    "\n",
    "\r\n",
    "\n\n",
    "# ",
    "#",
    "=",
    "===\n",
    "***",
    "*",
    "_",
    "~~",
    "`",
    "```",
    "[",
    "](",
    ")",
    "![",
    "]",
    "[^1]",
    "<!--",
    "-->",
    "<b>",
    "|",
    "|-|\n",
    "> ",
    "- ",
    "1. ",
    "[ ] ",
    "\\",
    "é",
    "“",
    "word ",
    " ",
    "{",
    "}",
    "\"text\":",
    "\"é\"",
    ",",
    "[{",
    "<p>",
    "</p>",
    "<h1>",
    "<title>",
    "<table>",
    "<td>",
    "<br>",
    "&amp;",
    "<script>",
    "\u{feff}",
    "\u{0}",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read_any(&bytes);
    }

    #[test]
    fn any_text_never_panics(text in "(\\PC|[\n\r\t]){0,200}") {
        read_any(text.as_bytes());
    }

    #[test]
    fn any_marks_never_panic(parts in prop::collection::vec(prop::sample::select(MARKS), 0..60)) {
        read_any(parts.concat().as_bytes());
    }
}
