// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Destinations: every row is whole, a person's file lies on top, and what a place does to a file
/// is what its rules say, worked out by hand. Wrong files stand in tests/bad/targets_*.
#include "check.h"

#include "base/pool.h"
#include "model/service.h"
#include "session/targets.h"

#include <stdlib.h>
#include <unistd.h>

typedef struct {
  lq_pool*   pool;
  lq_targets targets;
} table;

static table load(void)
{
  table    t = {0};
  lq_error e = {0};
  CHECK(!lq_pool_new(&t.pool));
  CHECK(!lq_targets_load(&t.targets, t.pool, &e));
  if (e.status) {
    printf("# %u:%u %s\n", e.line, e.column, e.text);
  }
  return t;
}

// Lay a text on top, as a file of its own.
static lq_status add(table* const t, const char* const text)
{
  char              path[512];
  lq_error          e    = {0};
  const char* const base = getenv("TMPDIR");
  snprintf(path, sizeof path, "%s/lacquer-test-%d-targets.yaml", base ? base : "/tmp",
           (int)getpid());
  FILE* const file = fopen(path, "w");
  CHECK(file && fputs(text, file) >= 0 && !fclose(file));
  const lq_status st = lq_targets_add(&t->targets, t->pool, path, &e);
  if (st) {
    printf("# %u:%u %s\n", e.line, e.column, e.text);
  }
  unlink(path);
  return st;
}

static const lq_target* find(const table* const t, const char* const id)
{
  static const lq_target none  = {.id = "", .behaviour = "", .why = "", .name = "", .format = ""};
  const lq_target* const found = lq_target_find(&t->targets, id);
  if (!found) {
    printf("# there is no '%s'\n", id);
  }
  CHECK(found != NULL);
  return found ? found : &none;
}

// ---- The table ----

static void all_nineteen_are_there(void)
{
  static const char* const ids[] = {"spotify",
                                    "spotify-loud",
                                    "youtube",
                                    "youtube-music",
                                    "apple-music",
                                    "apple-digital-masters",
                                    "tidal",
                                    "amazon",
                                    "deezer",
                                    "soundcloud",
                                    "bandcamp",
                                    "aes-streaming",
                                    "cd",
                                    "vinyl",
                                    "club",
                                    "broadcast-ebu",
                                    "broadcast-atsc",
                                    "podcast",
                                    "hires"};
  table                    t     = load();
  CHECK(t.targets.n == sizeof ids / sizeof *ids);
  for (size_t i = 0; i < sizeof ids / sizeof *ids; ++i) {
    CHECK_TEXT(find(&t, ids[i])->id, ids[i]);
  }
  lq_pool_free(t.pool);
}

static void every_row_is_whole(void)
{
  table t = load();
  for (size_t i = 0; i < t.targets.n; ++i) {
    const lq_target* const r = &t.targets.targets[i];
    const unsigned         n = check_n_faults;
    CHECK(*r->name && *r->behaviour && *r->why && *r->confidence);
    CHECK(strcmp(r->dated, "2026-11-01") > 0 && strlen(r->dated) == 10);
    CHECK(r->n_sources > 0);
    for (size_t k = 0; k < r->n_sources; ++k) {
      CHECK(strlen(r->sources[k]) > 10);
    }
    CHECK(r->loudness_lufs <= -9 && r->loudness_lufs >= -24); // alive, and audible
    CHECK(r->ceiling_dbtp <= -0.5 && r->ceiling_dbtp >= -2);
    CHECK(r->n_codecs == 0 || r->ceiling_dbtp <= -1); // a codec raises peaks
    CHECK(r->dither == LQ_DITHER_SHAPED ? r->bits == 16 && !r->n_codecs : r->bits == 24);
    CHECK(!r->normalises ||
          r->loudness_lufs <= r->plays_at_lufs); // nothing is made to be turned down
    CHECK(!r->file);
    if (check_n_faults > n) {
      printf("# in row '%s'\n", r->id);
    }
  }
  lq_pool_free(t.pool);
}

static void louder_than_minus_14_has_more_headroom_at_spotify(void)
{
  table t = load();
  CHECK_NEAR(find(&t, "spotify")->ceiling_dbtp, -1, 0);
  CHECK(find(&t, "spotify-loud")->loudness_lufs > -14);
  CHECK_NEAR(find(&t, "spotify-loud")->ceiling_dbtp, -2, 0);
  lq_pool_free(t.pool);
}

static void standards_state_their_tolerance(void)
{
  table t = load();
  CHECK_NEAR(find(&t, "broadcast-ebu")->tolerance_lu, 0.2, 1e-9);
  CHECK_NEAR(find(&t, "broadcast-atsc")->tolerance_lu, 2, 0);
  CHECK_NEAR(find(&t, "podcast")->tolerance_lu, 1, 0);
  CHECK_NEAR(find(&t, "spotify")->tolerance_lu, 0, 0);
  lq_pool_free(t.pool);
}

static void codecs_are_read(void)
{
  table                  t = load();
  const lq_target* const s = find(&t, "spotify");
  CHECK(s->n_codecs == 3);
  if (s->n_codecs == 3) {
    CHECK(s->codecs[0].kind == LQ_CODEC_VORBIS && s->codecs[0].kbps == 320);
    CHECK(s->codecs[1].kind == LQ_CODEC_VORBIS && s->codecs[1].kbps == 160);
    CHECK(s->codecs[2].kind == LQ_CODEC_AAC && s->codecs[2].kbps == 256);
  }
  CHECK(find(&t, "cd")->n_codecs == 0);
  lq_pool_free(t.pool);
}

// ---- A file on top ----

static void a_known_id_changes_what_it_names(void)
{
  table           t      = load();
  const lq_target before = *find(&t, "cd");
  CHECK(!add(&t, "lacquer: 1\ntargets:\n  - {id: cd, loudness: -10.5 LUFS, dither: tpdf}\n"));
  const lq_target* const cd = find(&t, "cd");
  CHECK_NEAR(cd->loudness_lufs, -10.5, 0);
  CHECK(cd->dither == LQ_DITHER_TPDF);
  CHECK_NEAR(cd->ceiling_dbtp, before.ceiling_dbtp, 0);
  CHECK(cd->bits == 16 && cd->rate_hz == 44100);
  CHECK_TEXT(cd->why, before.why);
  CHECK(cd->file && strstr(cd->file, "targets.yaml"));
  CHECK(!find(&t, "hires")->file);
  CHECK(t.targets.n == 19);
  lq_pool_free(t.pool);
}

static void a_new_id_is_a_new_destination(void)
{
  table t = load();
  CHECK(!add(&t, "lacquer: 1\n"
                 "targets:\n"
                 "  - {id: my-shop, loudness: -15 LUFS, ceiling: -1.5 dBTP}\n"
                 "  - id: car_radio\n"
                 "    name: The car\n"
                 "    rate: 48 kHz\n"
                 "    bits: 32f\n"
                 "    loudness: -13\n"
                 "    ceiling: -3\n"
                 "    tolerance: 0.5 dB\n"
                 "    plays_at: -13 LUFS\n"
                 "    turns_up: limited\n"
                 "    up_to: -2 dBTP\n"
                 "    album: loudest\n"
                 "    codecs: [opus 96]\n"
                 "    confidence: low\n"
                 "    dated: 2026-01-31\n"));
  const lq_target* const shop = find(&t, "my-shop");
  const lq_target* const car  = find(&t, "car_radio");
  CHECK(t.targets.n == 21);
  CHECK_TEXT(shop->name, "my-shop");
  CHECK(shop->rate_hz == 0 && shop->bits == 24 && shop->dither == LQ_DITHER_TPDF);
  CHECK_TEXT(shop->format, "wav");
  CHECK(!shop->normalises && !shop->n_codecs && shop->turns_up == LQ_UPWARD_OFF);
  CHECK_TEXT(shop->confidence, "choice");
  CHECK(car->rate_hz == 48000 && car->bits == 32 && car->normalises);
  CHECK(car->turns_up == LQ_UPWARD_LIMITED && car->album == LQ_ALBUM_LOUDEST);
  CHECK_NEAR(car->up_to_dbtp, -2, 0);
  CHECK(car->n_codecs == 1 && car->codecs[0].kind == LQ_CODEC_OPUS);
  CHECK_TEXT(car->confidence, "low");
  lq_pool_free(t.pool);
}

static void the_last_file_has_the_last_word(void)
{
  table t = load();
  CHECK(!add(&t, "lacquer: 1\ntargets:\n  - {id: cd, loudness: -10, ceiling: -1}\n"
                 "  - {id: mine, loudness: -15, ceiling: -1}\n"));
  CHECK(!add(&t, "lacquer: 1\ntargets:\n  - {id: cd, loudness: -11}\n  - {id: mine, bits: 16}\n"));
  CHECK_NEAR(find(&t, "cd")->loudness_lufs, -11, 0);
  CHECK_NEAR(find(&t, "cd")->ceiling_dbtp, -1, 0);
  CHECK(find(&t, "mine")->bits == 16);
  CHECK_NEAR(find(&t, "mine")->loudness_lufs, -15, 0);
  CHECK(t.targets.n == 20);
  lq_pool_free(t.pool);
}

static void normalising_can_be_taken_away(void)
{
  table t = load();
  CHECK(!add(&t, "lacquer: 1\ntargets:\n  - {id: tidal, plays_at: as-is}\n"));
  CHECK(!find(&t, "tidal")->normalises);
  lq_pool_free(t.pool);
}

static void an_empty_list_changes_nothing(void)
{
  table t = load();
  CHECK(!add(&t, "lacquer: 1\ntargets:\n"));
  CHECK(!add(&t, "lacquer: 1\n"));
  CHECK(t.targets.n == 19);
  lq_pool_free(t.pool);
}

static void a_file_that_is_not_there_is_an_error(void)
{
  table    t = load();
  lq_error e = {0};
  CHECK(lq_targets_add(&t.targets, t.pool, "/nowhere/targets.yaml", &e) == LQ_ERR_NOT_FOUND);
  CHECK_TEXT(e.file, "/nowhere/targets.yaml");
  CHECK(lq_targets_add(&t.targets, t.pool, "/", &e) == LQ_ERR_READ);
  CHECK(t.targets.n == 19);
  lq_pool_free(t.pool);
}

static void more_than_fit_is_refused_and_not_dropped(void)
{
  table            t = load();
  lq_error         e = {0};
  const lq_target* chosen[2];
  size_t           n = 0;
  CHECK(!lq_targets_choose(&t.targets, "cd, spotify,cd", chosen, 2, &n, &e));
  CHECK(n == 2);
  CHECK(lq_targets_choose(&t.targets, "cd,spotify,tidal", chosen, 2, &n, &e) == LQ_ERR_LIMIT);
  lq_pool_free(t.pool);
}

// ---- What a place does ----

static lq_service at(const char* const id, const double lufs, const double dbtp,
                     lq_text* const text)
{
  table                  t = load();
  const lq_target* const r = find(&t, id);
  const lq_service       s = lq_target_service(r, lufs, dbtp);
  *text                    = lq_service_text(r, &s);
  lq_pool_free(t.pool);
  return s;
}

static void louder_is_turned_down(void)
{
  lq_text          text;
  const lq_service s = at("spotify", -11.7, -1, &text);
  CHECK(s.kind == LQ_SERVICE_DOWN);
  CHECK_NEAR(s.gain_db, -2.3, 1e-9);
  CHECK_TEXT(text.text, "turned down by 2.3 dB");
}

static void at_the_level_it_is_left_alone(void)
{
  lq_text text;
  CHECK(at("spotify", -14.04, -1, &text).kind == LQ_SERVICE_LEFT);
  CHECK(at("spotify", -13.96, -1, &text).kind == LQ_SERVICE_LEFT);
  CHECK_TEXT(text.text, "left alone");
  CHECK(at("spotify", -13.9, -1, &text).kind == LQ_SERVICE_DOWN);
}

// Spotify's own example: -20 LUFS with a true peak of -5 is only lifted to -16.
static void spotify_stops_one_decibel_under_full_scale(void)
{
  lq_text          text;
  const lq_service s = at("spotify", -20, -5, &text);
  CHECK(s.kind == LQ_SERVICE_PEAKS);
  CHECK_NEAR(s.gain_db, 4, 1e-9);
  CHECK_NEAR(s.short_lu, 2, 1e-9);
  CHECK_TEXT(text.text, "turned up by 4.0 dB (its peaks stop it there, 2.0 LU short of -14 LUFS)");
}

static void with_room_it_is_turned_up_all_the_way(void)
{
  lq_text          text;
  const lq_service s = at("spotify", -16, -4, &text); // 2 dB up, peaks at -2
  CHECK(s.kind == LQ_SERVICE_UP);
  CHECK_NEAR(s.gain_db, 2, 1e-9);
  CHECK_TEXT(text.text, "turned up by 2.0 dB");
}

static void peaks_over_the_stop_are_not_turned_down(void)
{
  lq_text          text;
  const lq_service s = at("spotify", -16, -0.2, &text);
  CHECK(s.kind == LQ_SERVICE_PEAKS);
  CHECK_NEAR(s.gain_db, 0, 0);
  CHECK_TEXT(text.text, "left alone (its peaks leave no room up to -14 LUFS, 2.0 LU away)");
}

static void loud_mode_limits(void)
{
  lq_text          text;
  const lq_service s =
      at("spotify-loud", -14, -1.5, &text); // 3 dB up: peaks at +1.5, limiter at -1
  CHECK(s.kind == LQ_SERVICE_LIMITED);
  CHECK_NEAR(s.gain_db, 3, 1e-9);
  CHECK_NEAR(s.limited_db, 2.5, 1e-9);
  CHECK_TEXT(text.text, "turned up by 3.0 dB and limited: its peaks come up to 2.5 dB over -1 dB");
  CHECK(at("spotify-loud", -14, -6, &text).kind ==
        LQ_SERVICE_UP); // peaks at -3: it has nothing to do
  CHECK(at("spotify-loud", -11, -2, &text).kind == LQ_SERVICE_LEFT);
  CHECK(at("spotify-loud", -8, 0, &text).kind == LQ_SERVICE_DOWN);
}

static void who_turns_nothing_up_leaves_quiet_files(void)
{
  static const char* const ids[] = {"youtube", "tidal", "soundcloud", "amazon"};
  for (size_t i = 0; i < sizeof ids / sizeof *ids; ++i) {
    lq_text          text;
    const lq_service s = at(ids[i], -20, -12, &text);
    CHECK(s.kind == LQ_SERVICE_QUIET);
    CHECK_NEAR(s.gain_db, 0, 0);
    CHECK_NEAR(s.short_lu, 6, 1e-9);
    CHECK_TEXT(text.text, "left alone, 6.0 LU under -14 LUFS: nothing is turned up there");
  }
}

static void youtube_music_turns_down_from_minus_7(void)
{
  lq_text text;
  CHECK(at("youtube-music", -8, -1, &text).kind == LQ_SERVICE_QUIET);
  const lq_service s = at("youtube-music", -5.3, 3.48, &text); // -1.7, as its player shows
  CHECK(s.kind == LQ_SERVICE_DOWN);
  CHECK_NEAR(s.gain_db, -1.7, 1e-9);
}

static void nothing_is_done_where_nothing_is_normalised(void)
{
  lq_text text;
  CHECK(at("cd", -6, 0, &text).kind == LQ_SERVICE_LEFT);
  CHECK(at("vinyl", -30, -20, &text).kind == LQ_SERVICE_LEFT);
  CHECK_TEXT(text.text, "left alone");
}

static void broadcasters_refuse_what_is_off(void)
{
  lq_text text;
  CHECK(at("broadcast-ebu", -23.15, -3, &text).kind == LQ_SERVICE_LEFT);
  const lq_service s = at("broadcast-ebu", -23.5, -3, &text);
  CHECK(s.kind == LQ_SERVICE_OFF_LEVEL);
  CHECK_NEAR(s.short_lu, 0.5, 1e-9);
  CHECK_TEXT(text.text, "0.5 LU under -23 LUFS, which allows 0.2: refused, or brought to it");
  CHECK(at("broadcast-atsc", -22.1, -3, &text).kind == LQ_SERVICE_LEFT);
  CHECK(at("broadcast-atsc", -21, -3, &text).kind == LQ_SERVICE_OFF_LEVEL);
  CHECK_TEXT(text.text, "3.0 LU over -24 LUFS, which allows 2: refused, or brought to it");
}

static void silence_is_left_alone(void)
{
  lq_text text;
  CHECK(at("spotify", -INFINITY, -INFINITY, &text).kind == LQ_SERVICE_LEFT);
  CHECK(at("spotify-loud", NAN, -1, &text).kind == LQ_SERVICE_LEFT);
  CHECK(at("broadcast-ebu", -INFINITY, -INFINITY, &text).kind == LQ_SERVICE_LEFT);
}

static const check_test tests[] = {
    CHECK_TEST(all_nineteen_are_there),
    CHECK_TEST(every_row_is_whole),
    CHECK_TEST(louder_than_minus_14_has_more_headroom_at_spotify),
    CHECK_TEST(standards_state_their_tolerance),
    CHECK_TEST(codecs_are_read),
    CHECK_TEST(a_known_id_changes_what_it_names),
    CHECK_TEST(a_new_id_is_a_new_destination),
    CHECK_TEST(the_last_file_has_the_last_word),
    CHECK_TEST(normalising_can_be_taken_away),
    CHECK_TEST(an_empty_list_changes_nothing),
    CHECK_TEST(a_file_that_is_not_there_is_an_error),
    CHECK_TEST(more_than_fit_is_refused_and_not_dropped),
    CHECK_TEST(louder_is_turned_down),
    CHECK_TEST(at_the_level_it_is_left_alone),
    CHECK_TEST(spotify_stops_one_decibel_under_full_scale),
    CHECK_TEST(with_room_it_is_turned_up_all_the_way),
    CHECK_TEST(peaks_over_the_stop_are_not_turned_down),
    CHECK_TEST(loud_mode_limits),
    CHECK_TEST(who_turns_nothing_up_leaves_quiet_files),
    CHECK_TEST(youtube_music_turns_down_from_minus_7),
    CHECK_TEST(nothing_is_done_where_nothing_is_normalised),
    CHECK_TEST(broadcasters_refuse_what_is_off),
    CHECK_TEST(silence_is_left_alone),
};
CHECK_MAIN(tests)
