/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Names as tags have them: who is on a track, which spellings
   are one name. */

#include "dataset/credit_words.h"
#include "dataset/credits.h"
#include "dataset/spelling.h"
#include "tests/unit/suite.h"

#include <stdlib.h>
#include <string.h>

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
  /* Articles behind, in other languages, too */
  check_key("Lobos, Los", "loslobos");
  check_key("Ärzte, Die", "diearzte");
  check_key("Tribe Called Quest, A", "atribecalledquest");
  check_key("Tyler, The Creator", "tylerthecreator");
  check_key(", The", "the");
  /* Plus as "and" */
  check_key("Florence + the Machine", "florenceandthemachine");
  check_key("C+C Music Factory", "candcmusicfactory");
  check_key("+44", "44");
  check_key("+/-", "+/-");
  /* Letters of another script that look alike */
  check_key("\u0410nn", "ann");
  check_key("\u041dELLO \u0422om", "hellotom");
  check_key("Gl\u03bfria", "gloria");
  check_key("Кино rock", "киноrock");
  check_key("Ко\u044fn", "ko\u044fn");
  /* Vowels that may be left out, and letters of other keyboards */
  check_key("مُحَمَّد", "محمد");
  check_key("שָׁלוֹם", "שלום");
  check_key("کیـان", "كيان");
  check_key("हिन्दी", "हिन्दी");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_credits),
      cmocka_unit_test(test_instrumental_titles),
      cmocka_unit_test(test_spelling_keys),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
