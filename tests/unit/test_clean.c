/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/dataset.h"
#include "dataset/clean.h"
#include "dataset/credit_words.h"
#include "dataset/credits.h"
#include "dataset/placeholders.h"
#include "dataset/spelling.h"
#include "tests/unit/folder.h"
#include "tests/unit/suite.h"

#include <stdlib.h>
#include <string.h>

static void write_text(const char* path, const char* text)
{
  FILE* const file = fopen(path, "wb");
  assert_non_null(file);
  fputs(text, file);
  fclose(file);
}

/* A library's knowledge: artists and how often they occur alone, and perhaps
   who they are */
static const struct {
  const char* artist;
  const char* id;
  int n;
} known[] = {{"Ann", "a1", 5},
             {"Bob", "", 4},
             {"Cy", "", 1},
             {"Earth, Wind & Fire", "", 6},
             {"Earth", "", 9},
             {"Hall & Oates", "", 12},
             {"Oates", "", 1},
             {"Nick Cave", "", 3},
             {"Nick Cave & The Bad Seeds", "", 4},
             {"Kino vs. Kino", "", 2},
             {"Florence + The Machine", "f1", 1},
             {"Florence", "", 8},
             {"The Machine", "", 8},
             {"Zoé", "", 2},
             {"Love/Hate", "", 3},
             {"Simon", "", 1},
             {"Simon & Garfunkel", "", 6}};

static BylineArtists* make_artists(void)
{
  BylineArtists* const artists = byline_artists_new();
  assert_non_null(artists);
  for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); ++i) {
    for (int k = 0; k < known[i].n; ++k) {
      assert_true(byline_artists_add(artists, known[i].artist, known[i].id));
    }
  }
  assert_true(byline_artists_declare(artists, "Bob & Cy"));
  assert_true(byline_artists_declare(artists, "Nick Cave"));
  assert_true(byline_artists_declare(artists, "Simon"));
  byline_artists_sort(artists);
  return artists;
}

static void test_credits(void** state)
{
  (void)state;
  static const struct {
    const char* artist;
    const char* id;
    const char* title;
    const char* names;
    const char* word;
  } cases[] = {
      {"Ann", "", "Song", "Ann", NULL},
      {"Ann feat. Bob", "", "Song", "Ann; Bob", NULL},
      {"Ann (feat. Bob)", "", "Song", "Ann; Bob", NULL},
      {"Ann Ft Dee", "", "Song", "Ann; Dee", NULL},
      {"Ann featuring Dee & Eve", "", "Song", "Ann; Dee & Eve", NULL},
      {"Ann featuring Bob, Dee", "", "Song", "Ann; Bob; Dee", NULL},
      {"ANN VS. BOB", "", "Song", "ANN; BOB", NULL},
      {"Ａｎｎ　ｆｅａｔ．Ｂｏｂ", "", "Song", "Ann; Bob", NULL},
      {"Ann; Bob", "", "Song", "Ann; Bob", NULL},
      {"Ann;Bob;ann", "", "Song", "Ann; Bob", NULL},
      {"Ann (with Bob)", "", "Song", "Ann; Bob", NULL},
      {"Ann (& Bob)", "", "Song", "Ann; Bob", NULL},
      {"Ann {feat. Bob}", "", "Song", "Ann; Bob", NULL},
      {"Ann duet with Bob", "", "Song", "Ann; Bob", NULL},
      {"Ann при участии Dee", "", "Song", "Ann; Dee", NULL},
      {"Ann con la partecipazione di Bob", "", "Song", "Ann; Bob", NULL},
      {"ANN ПРИ УЧАСТИИ BOB", "", "Song", "ANN; BOB", NULL},
      {"ANN COM PARTICIPAÇÃO DE BOB", "", "Song", "ANN; BOB", NULL},
      {"ANN И BOB", "", "Song", "ANN; BOB", NULL},
      {"Ann", "", "Song (mit öffentlichem Ende)", "Ann", NULL},
      /* In titles */
      {"Ann", "", "Song (feat. Bob)", "Ann; Bob", "feat."},
      {"Ann", "", "Song [Featuring Bob] (Live)", "Ann; Bob", "featuring"},
      {"Ann", "", "Song feat. Bob - Remix", "Ann; Bob", "feat."},
      {"Ann", "", "Song (with Bob)", "Ann; Bob", "with "},
      {"Ann", "", "Song (ft Zoe & Bob)", "Ann; Zoe; Bob", "ft"},
      {"Ann; Bob", "", "Song (feat. Bob)", "Ann; Bob", "feat."},
      {"Ann", "", "Song (with kind permission)", "Ann", NULL},
      {"Ann", "", "Song with a View", "Ann", NULL},
      {"Ann", "", "A Feat of Strength", "Ann", NULL},
      {"Ann", "", "Feature Film", "Ann", NULL},
      {"Ann", "", "Six Ft Under", "Ann", NULL},
      {"Ann", "", "6 Ft. Under", "Ann", NULL},
      {"Ann", "", "Ft. Lauderdale", "Ann", NULL},
      {"Ann", "", "Song (Live at Ft. Knox)", "Ann", NULL},
      {"Ann", "", "Song Ft. Bob", "Ann; Bob", "ft."},
      {"Ann", "", "Song {feat. Bob}", "Ann; Bob", "feat."},
      {"Ann", "", "Song (duet with Bob)", "Ann; Bob", "duet with "},
      {"Ann", "", "Song (при уч. Bob)", "Ann; Bob", "при уч."},
      {"Ann", "", "Duet of Two", "Ann", "duet"},
      {"Ann", "", "Ann vs. the World", "Ann", "vs."},
      /* Names with such words and signs in them */
      {"Little Feat", "", "Song", "Little Feat", NULL},
      {"Versus", "", "Song", "Versus", NULL},
      {"Defeater", "", "Left", "Defeater", NULL},
      {"Kino vs. Kino", "", "Song", "Kino vs. Kino", NULL},
      {"Simon & Garfunkel", "", "Song", "Simon & Garfunkel", NULL},
      {"AC/DC", "", "Song", "AC/DC", NULL},
      {"Tyler, The Creator", "", "Song", "Tyler, The Creator", NULL},
      {"Crosby, Stills, Nash & Young", "", "", "Crosby, Stills, Nash & Young",
       NULL},
      {"Sunn O)))", "", "Song", "Sunn O)))", NULL},
      {"Malcolm X and friends", "", "Song", "Malcolm X and friends", NULL},
      {"Joanna & Roanne", "", "Song", "Joanna & Roanne", NULL},
      {"+/-", "", "Song", "+/-", NULL},
      {"Ann & Co", "", "Song", "Ann & Co", NULL},
      {"Ann & Sons", "", "Song", "Ann & Sons", NULL},
      {"Nick Cave & The Bad Boys", "", "", "Nick Cave & The Bad Boys", NULL},
      /* Signs that part only what both are artists */
      {"Ann&Bob", "", "Song", "Ann; Bob", NULL},
      {"Ann&Dee", "", "Song", "Ann&Dee", NULL},
      {"Ann・Bob", "", "Song", "Ann; Bob", NULL},
      {"Ann и Bob", "", "Song", "Ann; Bob", NULL},
      {"Ann en Bob", "", "Song", "Ann; Bob", NULL},
      {"Ann en vivo", "", "Song", "Ann en vivo", NULL},
      {"Ann \\\\ Bob", "", "Song", "Ann; Bob", NULL},
      {"Ann w/ Bob", "", "Song", "Ann; Bob", NULL},
      {"Ann w/Bob", "", "Song", "Ann; Bob", NULL},
      {"Ann (w/ Bob)", "", "Song", "Ann; Bob", NULL},
      {"Ann с участием Dee", "", "Song", "Ann; Dee", NULL},
      {"Ann×Bob", "", "Song", "Ann; Bob", NULL},
      {"Ann × Dee", "", "Song", "Ann; Dee", NULL},
      {"Dee×Eve", "", "Song", "Dee×Eve", NULL},
      {"Ann - Bob", "", "Song", "Ann; Bob", NULL},
      {"Ann – Dee", "", "Song", "Ann – Dee", NULL},
      {"Ann和Bob", "", "Song", "Ann; Bob", NULL},
      {"Ann와 Bob", "", "Song", "Ann; Bob", NULL},
      {"Ann と Bob", "", "Song", "Ann; Bob", NULL},
      {"Ann • Bob", "", "Song", "Ann; Bob", NULL},
      {"Ann b2b Bob", "", "Song", "Ann; Bob", NULL},
      /* The library knows the parts, or the whole */
      {"Bob & Ann", "", "Song", "Bob; Ann", NULL},
      {"Bob and Ann", "", "Song", "Bob; Ann", NULL},
      {"Bob/Ann", "", "Song", "Bob; Ann", NULL},
      {"Bob//Ann", "", "Song", "Bob; Ann", NULL},
      {"Bob × Ann", "", "Song", "Bob; Ann", NULL},
      {"Zed x ann", "", "Song", "Zed; ann", NULL},
      {"Bob, Cy & Ann", "", "Song", "Bob; Cy; Ann", NULL},
      {"Ann & ZOE\xcc\x81", "", "Song", "Ann; ZOÉ", NULL},
      {"Ann & Unheard", "", "Song", "Ann; Unheard", NULL},
      {"Ann, The", "", "Song", "Ann, The", NULL},
      {"Ann & the Machines", "", "Song", "Ann & the Machines", NULL},
      {"Ann, Wind & Fire", "", "Song", "Ann, Wind & Fire", NULL},
      /* Slashes of ID3v2.3 */
      {"Dee\u2215Eve", "", "Song", "Dee; Eve", NULL},
      {"AC\u2215DC", "", "Song", "AC/DC", NULL},
      {"Love\u2215Hate", "", "Song", "Love/Hate", NULL},
      {"Ann\u2215DC", "", "Song", "Ann; DC", NULL},
      {"Dee\u2215Eve", "x9", "Song", "Dee/Eve", NULL},
      {"Earth, Wind & Fire", "", "Song", "Earth, Wind & Fire", NULL},
      {"Earth, Wind & Fire & Ann", "", "", "Earth, Wind & Fire; Ann", NULL},
      {"Hall & Oates", "", "Song", "Hall & Oates", NULL},
      {"Nick Cave & The Bad Seeds", "", "", "Nick Cave & The Bad Seeds", NULL},
      /* MusicBrainz and rules */
      {"Florence + The Machine", "f1", "", "Florence + The Machine", NULL},
      {"Bob & Ann", "x9", "Song", "Bob & Ann", NULL},
      {"Ann & Unheard", "a1", "Song", "Ann; Unheard", NULL},
      {"Dee & Eve", "d; e", "Song", "Dee; Eve", NULL},
      {"Dee/Eve", "d; e", "Song", "Dee; Eve", NULL},
      {"Dee, Eve & Fay", "d; e", "Song", "Dee, Eve & Fay",
       "by its MusicBrainz identities"},
      {"Ann", "a1; b2", "Song (feat. Bob)", "Ann; Bob", "feat."},
      {"Bob & Cy", "", "Song", "Bob & Cy", NULL},
      {"Bob & Cy feat. Ann", "", "Song", "Bob & Cy; Ann", NULL},
      {"", "", "Song (feat. Bob)", "", NULL},
  };
  BylineArtists* const artists = make_artists();
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    BylineCredit credit;
    assert_true(byline_artists_credit(artists, cases[i].artist, cases[i].id,
                                      cases[i].title, &credit));
    if (strcmp(credit.names, cases[i].names) != 0 ||
        strcmp(credit.word ? credit.word : "",
               cases[i].word ? cases[i].word : "") != 0) {
      fail_msg("'%s', '%s': %s (%s)", cases[i].artist, cases[i].title,
               credit.names, credit.word ? credit.word : "no word");
    }
    free(credit.names);
  }
  byline_artists_free(artists);
}

static void test_placeholders(void** state)
{
  (void)state;
  static const char* const nobody[] = {"Unknown Artist",
                                       "unknown",
                                       "<Unknown>",
                                       "[unknown]",
                                       "Unknown Artist 3",
                                       "Track 01",
                                       "AudioTrack 01",
                                       "Audio Track 7",
                                       "Titel 4",
                                       "Piste 1",
                                       "トラック 01",
                                       "New Artist",
                                       "[no artist]",
                                       "Unbekannter Künstler",
                                       "Unbekannter Interpret",
                                       "Artiste inconnu",
                                       "Artista desconocido",
                                       "Artista desconhecido",
                                       "Artista sconosciuto",
                                       "Onbekende artiest",
                                       "Okänd artist",
                                       "Ukendt kunstner",
                                       "Ukjent artist",
                                       "Tuntematon esittäjä",
                                       "Nieznany wykonawca",
                                       "Neznámý interpret",
                                       "Ismeretlen előadó",
                                       "Bilinmeyen Sanatçı",
                                       "Άγνωστος καλλιτέχνης",
                                       "Неизвестный исполнитель",
                                       "НЕИЗВЕСТНЫЙ ИСПОЛНИТЕЛЬ",
                                       "Невідомий виконавець",
                                       "不明なアーティスト",
                                       "未知艺术家",
                                       "未知藝術家",
                                       "알 수 없는 음악가",
                                       "Nghệ sĩ không xác định",
                                       "فنان غير معروف",
                                       "אמן לא ידוע",
                                       "Óþekktur flytjandi",
                                       "Unknown Singer",
                                       "Sconosciuto Interprete",
                                       "unknown artist - Topic",
                                       "Unknown_Artist (2)",
                                       "Autore sconosciuto",
                                       "Unnamed Artist",
                                       "01 Track",
                                       "Track 1 of 12",
                                       "N/A",
                                       "???",
                                       "-",
                                       "...",
                                       "00",
                                       "ID",
                                       "ID - ID",
                                       "Künstler",
                                       "No Name",
                                       "TBD",
                                       "Trad.",
                                       "Unkown Artist",
                                       "keine Angabe",
                                       "k. A.",
                                       "Не указан",
                                       "Исполнитель",
                                       "歌手",
                                       "无名氏",
                                       "#NAME?",
                                       "#DIV/0!",
                                       "#BEZUG!",
                                       "#NV",
                                       "NaN",
                                       "(blank)",
                                       "\ufffd\ufffd \ufffd?",
                                       "\u200b\u3164",
                                       "\u0301"};
  static const char* const various[] = {"Various Artists",
                                        "Various",
                                        "VA",
                                        "V.A.",
                                        "V/A",
                                        "Verschiedene",
                                        "Verschiedene Interpreten",
                                        "Diverse Interpreten",
                                        "Artistes divers",
                                        "Varios Artistas",
                                        "Vários artistas",
                                        "Artisti vari",
                                        "AA.VV.",
                                        "Diverse artiesten",
                                        "Blandade artister",
                                        "Eri esittäjiä",
                                        "Różni wykonawcy",
                                        "Různí interpreti",
                                        "Különböző előadók",
                                        "Çeşitli Sanatçılar",
                                        "Διάφοροι καλλιτέχνες",
                                        "Разные исполнители",
                                        "Сборник",
                                        "ヴァリアス・アーティスト",
                                        "オムニバス",
                                        "群星",
                                        "欧美群星",
                                        "滾石群星",
                                        "여러 아티스트",
                                        "Various Artists 2",
                                        "VV.AA.",
                                        "Various Artists - Topic",
                                        "Various Artists [compilation]",
                                        "Various DJs",
                                        "Div. Interpreten",
                                        "Vários Intérpretes",
                                        "Unknown/Various",
                                        "VA - Compilation",
                                        "Various Producers",
                                        "Ýmsir flytjendur",
                                        "هنرمندان مختلف",
                                        "विभिन्न कलाकार",
                                        "Original Broadway Cast",
                                        "Original London Cast Recording",
                                        "Original Motion Picture Soundtrack"};
  static const char* const somebody[] = {"Ann",
                                         "Unknown Mortal Orchestra",
                                         "The Unknowns",
                                         "Various Production",
                                         "Track Dogs",
                                         "311",
                                         "112",
                                         "Artist vs Poet",
                                         "Vanilla",
                                         "Va Va Voom",
                                         "The Data Band",
                                         "Compilation of Enemies",
                                         "!!!",
                                         "Нуль",
                                         "Anonymous 4",
                                         "The Unknown",
                                         "The Artist",
                                         "Data",
                                         "Noname",
                                         "+/-",
                                         "Track Star",
                                         "The Soundtrack of Our Lives",
                                         "Unknown DJ",
                                         "Zero 7",
                                         "01 Zebra",
                                         "Null Device",
                                         "Glee Cast",
                                         "#1 Dads",
                                         "#HASH",
                                         "Wham!",
                                         "星",
                                         "Performers of the Year",
                                         "",
                                         "The Cast"};
  for (size_t i = 0; i < sizeof(nobody) / sizeof(*nobody); ++i) {
    if (byline_placeholder_find(nobody[i], "") != BYLINE_NOBODY) {
      fail_msg("%s is somebody", nobody[i]);
    }
  }
  for (size_t i = 0; i < sizeof(various) / sizeof(*various); ++i) {
    if (byline_placeholder_find(various[i], "") != BYLINE_VARIOUS_ARTISTS) {
      fail_msg("%s is not various", various[i]);
    }
  }
  for (size_t i = 0; i < sizeof(somebody) / sizeof(*somebody); ++i) {
    if (byline_placeholder_find(somebody[i], "") != BYLINE_SOMEBODY) {
      fail_msg("%s is nobody", somebody[i]);
    }
  }
  assert_int_equal(byline_placeholder_find(
                       "Various", "5b11f4ce-a62d-471e-81fc-a69a8278c7da"),
                   BYLINE_SOMEBODY);
  assert_int_equal(byline_placeholder_find(
                       "Nimekas", "89ad4ac3-39f7-470e-963a-56509c546377"),
                   BYLINE_VARIOUS_ARTISTS);
}

static void test_instrumental_titles(void** state)
{
  (void)state;
  assert_true(byline_title_is_instrumental("Song (Instrumental)"));
  assert_true(byline_title_is_instrumental("Song - instrumental version"));
  assert_true(byline_title_is_instrumental("KARAOKE"));
  assert_true(byline_title_is_instrumental("Song (ＩＮＳＴＲＵＭＥＮＴＡＬ)"));
  assert_true(byline_title_is_instrumental("歌 (カラオケ)"));
  assert_false(byline_title_is_instrumental("Instrumentality"));
  assert_false(byline_title_is_instrumental("Song"));
}

static void check_key(const char* name, const char* expected)
{
  char* const key = byline_spelling_key(name);
  assert_string_equal(key, expected);
  free(key);
}

static void test_spelling_keys(void** state)
{
  (void)state;
  check_key("The Beatles", "beatles");
  check_key("Beatles, The", "beatles");
  check_key("BEATLES", "beatles");
  check_key("The The", "the");
  check_key("Björk", "bjork");
  check_key("Sigur Rós", "sigurros");
  check_key("Šimek & Łącki", "simekandlacki");
  check_key("Simon and Garfunkel", "simonandgarfunkel");
  check_key("Simon & Garfunkel", "simonandgarfunkel");
  check_key("AC/DC", "acdc");
  check_key("!!!", "!!!");
  check_key("КИНО", "кино");
  check_key("Straße", "strasse");
  check_key("IRON MAIDEN", "ironmaiden");
  check_key("İSTANBUL", "istanbul");
  check_key("ısparta", "isparta");
  check_key("ΒΑΓΓΕΛΗΣ", "βαγγελησ");
  check_key("Guns N’ Roses", "gunsnroses");
  check_key("a‐ha", "aha");
  check_key("Nbsp\u00a0Band", "nbspband");
  check_key("\ufeffTrail\u200b", "trail");
  check_key("Ｙｏｋｏ", "yoko");
  check_key("か\u3099ち", "がち");
  check_key("알 수", "알수");
  check_key("Ke$ha\xff", "keha");
  check_key("Theory", "theory");
}

/* The table that the following tests change */
static void read_library(BylineTable* table)
{
  write_text("library.tsv", "path\tartist\ttitle\tduration\tmood\n"
                            "/1\tThe Band\tA\t200\tgood\n"
                            "/2\tBand, The\tB (feat. Zed)\t200\n"
                            "/3\tThe Band\tC\t12.5\n"
                            "/4\tthe band\tD (Instrumental)\t200\n"
                            "/5\tZed\tE\n");
  assert_int_equal(byline_table_read("library.tsv", table), BYLINE_OK);
}

static void test_clean_marks_and_keeps(void** state)
{
  (void)state;
  const BylineCleanRules rules = {.min_duration = 30};
  BylineTable table;
  read_library(&table);
  size_t n_dropped = 0;
  assert_int_equal(byline_library_clean(&table, &rules, &n_dropped), BYLINE_OK);
  assert_int_equal(n_dropped, 3);
  const size_t column = byline_table_column(&table, "dropped");
  assert_string_equal(byline_table_cell(&table, 1, column), "");
  assert_string_equal(byline_table_cell(&table, 2, column),
                      "several vocalists (Band, The; Zed)");
  assert_string_equal(byline_table_cell(&table, 3, column),
                      "shorter than 30 s");
  assert_string_equal(byline_table_cell(&table, 4, column),
                      "instrumental, by its title");
  assert_string_equal(byline_table_cell(&table, 5, column), "");

  /* What people write stands, and other columns are not touched */
  assert_int_equal(byline_table_set(&table, 3, column, "Keep"), BYLINE_OK);
  assert_int_equal(byline_table_write("clean.tsv", &table), BYLINE_OK);
  byline_table_free(&table);
  assert_int_equal(byline_table_read("clean.tsv", &table), BYLINE_OK);
  assert_int_equal(byline_library_clean(&table, &rules, &n_dropped), BYLINE_OK);
  assert_int_equal(n_dropped, 2);
  assert_string_equal(byline_table_cell(&table, 3, column), "Keep");
  assert_string_equal(
      byline_table_cell(&table, 1, byline_table_column(&table, "mood")),
      "good");
  byline_table_free(&table);

  /* Preparing passes over what is dropped */
  BylineLibrary library;
  assert_int_equal(byline_library_read("clean.tsv", &library), BYLINE_OK);
  assert_int_equal(library.n_tracks, 3);
  assert_string_equal(library.tracks[1].path, "/3");
  byline_library_free(&library);
}

static void test_clean_options(void** state)
{
  (void)state;
  const BylineCleanRules rules = {.min_duration = 10,
                                  .keep_instrumental = true};
  BylineTable table;
  read_library(&table);
  size_t n_dropped = 0;
  assert_int_equal(byline_library_clean(&table, &rules, &n_dropped), BYLINE_OK);
  assert_int_equal(n_dropped, 1);
  byline_table_free(&table);
}

static void apply(const char* path, BylineTable* table, size_t n_expected)
{
  BylineTable rules;
  size_t n = 0;
  assert_int_equal(byline_spelling_read(path, NULL, &rules), BYLINE_OK);
  assert_int_equal(byline_spelling_apply(table, &rules, &n), BYLINE_OK);
  assert_int_equal(n, n_expected);
  byline_table_free(&rules);
}

static void test_spellings_are_proposed_and_applied(void** state)
{
  (void)state;
  BylineTable table;
  read_library(&table);
  size_t n = 0;
  assert_int_equal(byline_spelling_propose(&table, "rules.tsv", &n), BYLINE_OK);
  assert_int_equal(n, 2);
  apply("rules.tsv", &table, 2);
  const size_t artist = byline_table_column(&table, "artist");
  for (size_t row = 1; row <= 4; ++row) {
    assert_string_equal(byline_table_cell(&table, row, artist), "The Band");
  }
  assert_string_equal(byline_table_cell(&table, 5, artist), "Zed");
  assert_int_equal(byline_spelling_propose(&table, "rules.tsv", &n), BYLINE_OK);
  assert_int_equal(n, 0);
  byline_table_free(&table);
  assert_int_equal(byline_spelling_read("missing.tsv", NULL, &table),
                   BYLINE_ERROR_IO);
  assert_int_equal(byline_spelling_read("library.tsv", NULL, &table),
                   BYLINE_ERROR_FORMAT);
}

/* Identities at MusicBrainz decide over spellings. */
static void test_identities_decide(void** state)
{
  (void)state;
  write_text("ids.tsv", "path\tartist\tartist_id\n"
                        "/1\tNirvana\tus000000-1\n"
                        "/2\tNirvana\tus000000-1\n"
                        "/3\tNirvana\tuk000000-2\n"
                        "/4\tNIRVANA\tuk000000-2\n"
                        "/5\tnirvana\t\n"
                        "/6\tPilzköpfe\tbe000000-3\n"
                        "/7\tBeatles\tbe000000-3\n"
                        "/8\tThe Beatles\t\n"
                        "/9\tThe Beatles\tbe000000-3\n"
                        "/10\tAnn; Bob\ta; b\n");
  BylineTable table;
  size_t n = 0;
  assert_int_equal(byline_table_read("ids.tsv", &table), BYLINE_OK);
  assert_int_equal(byline_spelling_propose(&table, "rules.tsv", &n), BYLINE_OK);
  apply("rules.tsv", &table, 4);
  static const char* const names[] = {
      "Nirvana",     "Nirvana",     "NIRVANA (uk000000)", "NIRVANA (uk000000)",
      "nirvana",     "The Beatles", "The Beatles",        "The Beatles",
      "The Beatles", "Ann; Bob"};
  const size_t artist = byline_table_column(&table, "artist");
  for (size_t row = 1; row < table.n_rows; ++row) {
    assert_string_equal(byline_table_cell(&table, row, artist), names[row - 1]);
  }
  byline_table_free(&table);
}

/* A rule is for spellings that are alike, too, and its name is one artist. */
static void test_rules_are_folded(void** state)
{
  (void)state;
  write_text("alike.tsv", "artist\tname\n"
                          "guns n' roses\tGuns N’ Roses\n"
                          "KINO\tКино\n"
                          "Kino\tKino (DE)\n"
                          "Ann & Bob\tAnn & Bob\n");
  write_text("l.tsv", "path\tartist\n/1\tGuns N\u2019 ROSES\n/2\tKINO\n"
                      "/3\tkino\n/4\tAnn & Bob\n/5\tAnn\n/6\tBob\n");
  BylineTable table;
  BylineTable rules;
  BylineNames names = {0};
  assert_int_equal(byline_table_read("l.tsv", &table), BYLINE_OK);
  apply("alike.tsv", &table, 3);
  static const char* const expected[] = {"Guns N’ Roses", "Кино", "Кино",
                                         "Ann & Bob"};
  for (size_t row = 1; row <= 4; ++row) {
    assert_string_equal(byline_table_cell(&table, row, 1), expected[row - 1]);
  }
  size_t n = 0;
  BylineCleanRules clean = {.min_duration = 30};
  assert_int_equal(byline_library_clean(&table, &clean, &n), BYLINE_OK);
  assert_int_equal(n, 1);
  assert_int_equal(byline_spelling_read("alike.tsv", NULL, &rules), BYLINE_OK);
  assert_true(byline_spelling_names(&rules, &names));
  clean.artists = &names;
  assert_int_equal(byline_library_clean(&table, &clean, &n), BYLINE_OK);
  assert_int_equal(n, 0);
  byline_names_free(&names);
  byline_table_free(&rules);
  byline_table_free(&table);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_credits),
      cmocka_unit_test(test_placeholders),
      cmocka_unit_test(test_instrumental_titles),
      cmocka_unit_test(test_spelling_keys),
      cmocka_unit_test(test_clean_marks_and_keeps),
      cmocka_unit_test(test_clean_options),
      cmocka_unit_test(test_spellings_are_proposed_and_applied),
      cmocka_unit_test(test_identities_decide),
      cmocka_unit_test(test_rules_are_folded),
  };
  return cmocka_run_group_tests(tests, folder_set_up, folder_tear_down);
}
