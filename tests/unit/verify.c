// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// A good release passes; with one fault in it, that fault is found under its id, and nothing else.
#include "verify/verify.h"
#include "session/targets.h"
#include "verify_tools.h"

static char        found_ids[1024];
static const char* found_path; // of the first, malloc'ed
static double      found_sec;
static lq_status   found_status;

static int by_text(const void* const a, const void* const b)
{
  return strcmp(*(const char* const*)a, *(const char* const*)b);
}

// The ids of errors and warnings, each once, sorted.
static void collect(const lq_verified* const v)
{
  const char* ids[LQ_RULE_N];
  size_t      n               = 0;
  bool        seen[LQ_RULE_N] = {false};
  for (size_t i = 0; i < v->remarks.n; ++i) {
    const lq_remark* const r = &v->remarks.list[i];
    if (r->grade && !seen[r->rule]) {
      seen[r->rule] = true;
      ids[n++]      = lq_rules[r->rule].id;
    }
  }
  qsort(ids, n, sizeof *ids, by_text);
  found_ids[0] = '\0';
  for (size_t i = 0; i < n; ++i) {
    snprintf(found_ids + strlen(found_ids), sizeof found_ids - strlen(found_ids), "%s%s",
             i ? " " : "", ids[i]);
  }
}

static void verify(const char* const path, const char* const target, const bool prove,
                   const bool show)
{
  lq_pool*    pool    = NULL;
  lq_targets  targets = {0};
  lq_verified v       = {0};
  lq_error    error   = {0};
  CHECK(!lq_pool_new(&pool));
  CHECK(!lq_targets_load(&targets, pool, &error));
  const lq_verify_options o = {.paths      = &path,
                               .n_paths    = 1,
                               .targets    = &targets,
                               .for_target = target ? lq_target_find(&targets, target) : NULL,
                               .no_proof   = !prove};
  found_status              = lq_verify(&v, pool, &o, &error);
  collect(&v);
  for (size_t i = 0; i < v.remarks.n && show; ++i) {
    printf("# %s: %s [%s]\n", v.remarks.list[i].path, lq_remark_sentence(pool, &v.remarks.list[i]),
           lq_rules[v.remarks.list[i].rule].id);
  }
  free((void*)found_path);
  found_path = v.remarks.n ? strdup(v.remarks.list[0].path) : NULL;
  found_sec  = v.remarks.n ? v.remarks.list[0].sec : (double)NAN;
  lq_pool_free(pool);
}

// Faults: each changes one thing in a good release.
enum { CD, SPOTIFY, FLAC, MP3 };

static release_song usual(const unsigned folder, const size_t song)
{
  return release_song_usual(folder, song);
}

static void edit(const char* const path, const char* const from, const char* const to)
{
  size_t               n     = 0;
  unsigned char* const bytes = tool_load(path, &n);
  const size_t         k     = strlen(from);
  bool                 done  = false;
  for (size_t i = 0; bytes && i + k <= n && !done; ++i) {
    if (!memcmp(bytes + i, from, k)) {
      unsigned char* const out = malloc(n + strlen(to));
      memcpy(out, bytes, i);
      memcpy(out + i, to, strlen(to));
      memcpy(out + i + strlen(to), bytes + i + k, n - i - k);
      tool_save(path, out, n - k + strlen(to));
      free(out);
      done = true;
    }
  }
  CHECK(done);
  free(bytes);
}

static void flip(const char* const path, const size_t at_from_end)
{
  size_t               n     = 0;
  unsigned char* const bytes = tool_load(path, &n);
  bytes[n - at_from_end] ^= 1;
  tool_save(path, bytes, n);
  free(bytes);
}

static void wrong_rate(void)
{
  release_song s = usual(SPOTIFY, 1);
  s.rate_hz      = 48000;
  s.n_frames     = (size_t)SONG_SECTORS * 640;
  release_write_song(SPOTIFY, s);
}

static void wrong_bits(void)
{
  release_song s = usual(SPOTIFY, 1);
  s.bits         = 16;
  release_write_song(SPOTIFY, s);
}

static void wrong_container(void)
{
  release_song s = usual(SPOTIFY, 1);
  s.path         = release_path("spotify/02_Two.flac");
  CHECK(!unlink(release_song_path(SPOTIFY, 1)));
  release_write_song(SPOTIFY, s);
}

static void one_channel(void)
{
  release_song s = usual(SPOTIFY, 2);
  s.n_channels   = 1;
  s.gain_db += 3;
  release_write_song(SPOTIFY, s);
}

// A soft hump of 2 ms to a given height.
static void hump(tool_sound* const t, const double rate_hz)
{
  const size_t at = t->n_frames / 2, n = (size_t)(0.002 * rate_hz);
  for (size_t i = 0; i < n; ++i) {
    const double w  = 0.5 - 0.5 * cos(2 * 3.14159265358979 * (double)i / (double)n);
    t->x[0][at + i] = (float)((1 - w) * (double)t->x[0][at + i] + w * 0.95);
  }
}

static void hot_peak(void)
{
  release_song s = usual(SPOTIFY, 1);
  s.sound        = hump;
  release_write_song(SPOTIFY, s);
}

static void all_quieter(void)
{
  for (size_t k = 0; k < SONGS; ++k) {
    release_song s = usual(SPOTIFY, k);
    s.gain_db -= 2;
    release_write_song(SPOTIFY, s);
  }
}

static void one_louder(void)
{
  release_song s = usual(SPOTIFY, 2);
  s.gain_db += 2;
  release_write_song(SPOTIFY, s);
}

static void chunk_behind(void)
{
  const char* const    path  = release_song_path(SPOTIFY, 1);
  size_t               n     = 0;
  unsigned char* const bytes = tool_load(path, &n);
  unsigned char* const more  = calloc(1, n + 12);
  memcpy(more, bytes, n);
  memcpy(more + n, "LIST\4\0\0\0INFO", 12);
  const size_t size = n + 12 - 8;
  for (unsigned i = 0; i < 4; ++i) {
    more[4 + i] = (unsigned char)(size >> (8 * i));
  }
  tool_save(path, more, n + 12);
  free(more);
  free(bytes);
}

static void size_that_lies(void)
{
  const char* const    path  = release_song_path(SPOTIFY, 1);
  size_t               n     = 0;
  unsigned char* const bytes = tool_load(path, &n);
  bytes[4] ^= 4;
  tool_save(path, bytes, n);
  free(bytes);
}

// The same sound with the long format chunk that some shops refuse.
static void extensible_tag(void)
{
  static const unsigned char more[] = {22, 0, 24,   0, 3,    0, 0, 0,    1, 0,    0,    0,
                                       0,  0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71};
  const char* const          path   = release_song_path(SPOTIFY, 1);
  size_t                     n = 0, at = 12;
  unsigned char* const       bytes = tool_load(path, &n);
  unsigned char* const       out   = malloc(n + sizeof more);
  while (memcmp(bytes + at, "fmt ", 4) != 0) {
    at += 8 + bytes[at + 4] + 256 * (size_t)bytes[at + 5];
  }
  memcpy(out, bytes, at + 24);
  memcpy(out + at + 24, more, sizeof more);
  memcpy(out + at + 24 + sizeof more, bytes + at + 24, n - at - 24);
  out[at + 4] = 40;
  out[at + 8] = 0xfe;
  out[at + 9] = 0xff;
  for (unsigned i = 0; i < 4; ++i) {
    out[4 + i] = (unsigned char)((n + sizeof more - 8) >> (8 * i));
  }
  tool_save(path, out, n + sizeof more);
  free(out);
  free(bytes);
}

static void no_isrc(void)
{
  release_song s           = usual(SPOTIFY, 1);
  s.tags.text[LQ_TAG_ISRC] = NULL;
  release_write_song(SPOTIFY, s);
}

static void other_title(void)
{
  release_song s             = usual(MP3, 0);
  s.tags.text[LQ_TAG_ARTIST] = "The Exemples";
  release_write_song(MP3, s);
}

static void isrc_twice(void)
{
  for (unsigned f = 0; f < FOLDERS; ++f) {
    release_song s           = usual(f, 2);
    s.tags.text[LQ_TAG_ISRC] = release_isrcs[1];
    release_write_song(f, s);
  }
}

static void wrong_loudness_tag(void)
{
  release_song s = usual(FLAC, 1);
  s.tag_lufs_off = 1;
  release_write_song(FLAC, s);
}

static void wrong_peak_tag(void)
{
  release_song s = usual(FLAC, 1);
  s.tag_peak_off = -2;
  release_write_song(FLAC, s);
}

static void cut_flac(void)
{
  const char* const    path  = release_song_path(FLAC, 1);
  size_t               n     = 0;
  unsigned char* const bytes = tool_load(path, &n);
  tool_save(path, bytes, n * 2 / 3);
  free(bytes);
}

static void wrong_flac_md5(void)
{
  const char* const    path  = release_song_path(FLAC, 1);
  size_t               n     = 0;
  unsigned char* const bytes = tool_load(path, &n);
  bytes[30] ^= 1;
  tool_save(path, bytes, n);
  free(bytes);
}

static void no_flac_md5(void)
{
  const char* const    path  = release_song_path(FLAC, 1);
  size_t               n     = 0;
  unsigned char* const bytes = tool_load(path, &n);
  memset(bytes + 26, 0, 16);
  tool_save(path, bytes, n);
  free(bytes);
}

static void no_right(tool_sound* const t, const double rate_hz)
{
  (void)rate_hz;
  memset(t->x[1], 0, t->n_frames * sizeof *t->x[1]);
}

static void silent_channel(void)
{
  release_song s = usual(SPOTIFY, 2);
  s.sound        = no_right;
  release_write_song(SPOTIFY, s);
}

static void silent_song(void)
{
  release_song s = usual(SPOTIFY, 2);
  s.gain_db      = -300;
  release_write_song(SPOTIFY, s);
}

static void lift(tool_sound* const t, const double rate_hz)
{
  for (size_t i = 0; i < t->n_frames; ++i) { // not in the silence before and behind
    const double sec = fmin((double)i, (double)(t->n_frames - i)) / rate_hz;
    t->x[0][i] += (float)(0.02 * fmin(1, sec));
  }
}

static void zero_line(void)
{
  release_song s = usual(SPOTIFY, 2);
  s.sound        = lift;
  release_write_song(SPOTIFY, s);
}

static void put_click(tool_sound* const t, const double rate_hz)
{
  (void)rate_hz;
  t->x[0][t->n_frames / 2] = 0.6F;
}

static void click(void)
{
  release_song s = usual(SPOTIFY, 2);
  s.sound        = put_click;
  release_write_song(SPOTIFY, s);
}

static void put_hole(tool_sound* const t, const double rate_hz)
{
  for (unsigned c = 0; c < 2; ++c) {
    memset(t->x[c] + t->n_frames / 2, 0, (size_t)(0.02 * rate_hz) * sizeof(float));
  }
}

static void dropout(void)
{
  release_song s = usual(SPOTIFY, 2);
  s.sound        = put_hole;
  release_write_song(SPOTIFY, s);
}

static void put_pause(tool_sound* const t, const double rate_hz)
{
  const size_t at = (size_t)(1 * rate_hz), n = (size_t)(2.3 * rate_hz);
  for (unsigned c = 0; c < 2; ++c) {
    for (size_t i = 0; i < n; ++i) {
      const double edge = fmin((double)i, (double)(n - i)) / (0.05 * rate_hz);
      t->x[c][at + i] *= (float)fmax(0, 1 - edge);
    }
  }
}

static void pause_inside(void)
{
  release_song s = usual(SPOTIFY, 2);
  s.sound        = put_pause;
  release_write_song(SPOTIFY, s);
}

static void put_clipping(tool_sound* const t, const double rate_hz)
{
  (void)rate_hz;
  for (unsigned c = 0; c < 2; ++c) {
    for (size_t i = 0; i < t->n_frames; ++i) {
      t->x[c][i] = fmaxf(-1, fminf(1, 6 * t->x[c][i]));
    }
  }
}

static void clipping(void)
{
  release_song s = usual(SPOTIFY, 2);
  s.sound        = put_clipping;
  release_write_song(SPOTIFY, s);
}

// The second song begins 40 frames late: a cut at the wrong place.
static void join_jumps(void)
{
  release_song s = usual(SPOTIFY, 1);
  s.late_frames  = 40;
  release_write_song(SPOTIFY, s);
}

static void put_hum(tool_sound* const t, const double rate_hz)
{
  const size_t n = (size_t)(0.5 * rate_hz), from = t->n_frames - (size_t)(0.8 * rate_hz);
  for (size_t i = 0; i < n; ++i) {
    const double w = 0.5 - 0.5 * cos(2 * 3.14159265358979 * (double)i / (double)n);
    for (unsigned c = 0; c < 2; ++c) {
      t->x[c][from + i] += (float)(0.01 * w * sin((double)i * 0.02));
    }
  }
}

static void short_gap(void)
{
  release_song s = usual(SPOTIFY, 1);
  s.sound        = put_hum;
  release_write_song(SPOTIFY, s);
}

static void short_mp3(void)
{
  release_song s = usual(MP3, 2);
  s.n_frames -= 9000;
  release_write_song(MP3, s);
}

static void song_missing(void)
{
  CHECK(!unlink(release_song_path(FLAC, 2)));
}

static void song_order(void)
{
  const char* const two   = release_path("flac/03_Two.flac");
  const char* const three = release_path("flac/02_Deja-vu.flac");
  release_song      s     = usual(FLAC, 1);
  s.path                  = two;
  s.tags.track            = 3;
  release_write_song(FLAC, s);
  s            = usual(FLAC, 2);
  s.path       = three;
  s.tags.track = 2;
  release_write_song(FLAC, s);
  CHECK(!unlink(release_song_path(FLAC, 1)) && !unlink(release_song_path(FLAC, 2)));
}

static void other_image(void)
{
  flip(release_path("ddp/IMAGE.DAT"), 100000);
}

static void short_cd_track(void)
{
  release_song s = usual(CD, 1);
  s.n_frames -= 100;
  release_write_song(CD, s);
}

static void map_fault(void)
{
  edit(release_path("ddp/DDPMS"), "VVVM", "VVVX");
}

static void cue_time(void)
{
  edit(release_path("cd/album.cue"), "INDEX 00 00:04:15", "INDEX 00 00:04:16");
}

static void cue_isrc(void)
{
  edit(release_path("cd/album.cue"), release_isrcs[1], "QZABC2600009");
}

static void cue_title(void)
{
  edit(release_path("cd/album.cue"), "\"Two\"", "\"Too\"");
}

static void cue_word(void)
{
  edit(release_path("cd/album.cue"), "INDEX 01", "INDEX XX");
}

static void toc_isrc(void)
{
  edit(release_path("cd/album.toc"), release_isrcs[1], "QZABC2600009");
}

static void toc_word(void)
{
  edit(release_path("cd/album.toc"), "FILE \"../ddp/IMAGE.DAT\" ", "FILE \"../ddp/IMAGE.DAT\" x");
}

static void sheet_length(void)
{
  edit(release_path("tracks.csv"), "PT4.800S", "PT4.900S");
}

static void sheet_junk(void)
{
  release_write_text("tracks.csv", "ISRC,\"a quote that never ends\n1,2\n");
}

static void report_loudness(void)
{
  edit(release_path("report.json"), "\"integrated_lufs\": -1", "\"integrated_lufs\": -2");
}

// A report of an album, whose songs have no files: it says that the loudest was kept quieter.
static void report_says_why(void)
{
  release_write_text("report.json",
                     "{\"made_by\": \"lacquer\", \"songs\": [{\"title\": \"One\", \"track\": 1}],\n"
                     "\"deliveries\": [{\"target\": \"spotify\", \"songs\": [{\"integrated_lufs\": "
                     "-16.0, \"verdict\": \"short\", \"reason\": \"the guard\"}]}]}\n");
}

static void report_junk(void)
{
  release_write_text("report.json", "{\"deliveries\": [}\n");
}

static void changed_byte(void)
{
  flip(release_song_path(SPOTIFY, 2), 60000);
}

static void missing_file(void)
{
  CHECK(!unlink(release_song_path(SPOTIFY, 1)));
}

static void extra_file(void)
{
  release_write_text("spotify/notes.txt", "hello\n");
}

static void odd_line(void)
{
  FILE* const f = fopen(release_path("MD5SUMS"), "a");
  fprintf(f, "what is this\n");
  CHECK(!fclose(f));
}

static void empty_file(void)
{
  release_write_text("spotify/03_Deja-vu.wav", "");
}

static void text_as_sound(void)
{
  release_write_text("spotify/03_Deja-vu.wav", "This is no sound, whatever its name says.\n");
}

static const struct {
  const char*    name;
  release_faults faults;
  const char*    ids; // sorted
} cases[] = {
    {"nothing", {0}, ""},
    {"48 kHz for Spotify", {.files = wrong_rate}, "rate"},
    {"16 bits for Spotify", {.files = wrong_bits}, "bits"},
    {"FLAC where WAV is taken", {.files = wrong_container}, "container"},
    {"mono", {.files = one_channel}, "channels"},
    {"a peak over the ceiling", {.files = hot_peak}, "peak"},
    {"all songs 2 dB quieter", {.files = all_quieter}, "too-quiet"},
    {"the same, and a report that says why", {.files = all_quieter, .sheets = report_says_why}, ""},
    {"one song louder than the place", {.files = one_louder}, "too-loud"},
    {"a chunk behind the sound", {.files = chunk_behind}, "wav-after-data"},
    {"a size that lies", {.files = size_that_lies}, "wav-form"},
    {"the EXTENSIBLE tag", {.files = extensible_tag}, "wav-tag"},
    {"no ISRC in one file", {.files = no_isrc}, "tag-missing"},
    {"another artist in one file", {.files = other_title}, "tag-differs"},
    {"one ISRC for two songs", {.files = isrc_twice}, "cd-codes isrc-twice track-sheet"},
    {"loudness in the tags", {.files = wrong_loudness_tag}, "tag-loudness"},
    {"peak in the tags", {.files = wrong_peak_tag}, "tag-peak"},
    {"a FLAC file cut off", {.files = cut_flac}, "truncated"},
    {"a FLAC file's MD5", {.files = wrong_flac_md5}, "flac-md5"},
    {"a FLAC file without MD5", {.files = no_flac_md5}, "flac-no-md5"},
    {"a silent channel", {.files = silent_channel}, "channel-dead"},
    {"a silent song", {.files = silent_song}, "silent"},
    {"a zero line off zero", {.files = zero_line}, "dc"},
    {"a click", {.files = click}, "click"},
    {"a dropout", {.files = dropout}, "dropout"},
    {"a pause inside", {.files = pause_inside}, "silence-inside"},
    {"clipping", {.files = clipping}, "click clipped dc peak too-loud"},
    {"a jump at a join", {.files = join_jumps}, "join-click"},
    {"a gap too short", {.files = short_gap}, "gap"},
    {"an MP3 that is shorter", {.files = short_mp3}, "length"},
    {"a song that one folder lacks", {.files = song_missing}, "song-missing"},
    {"another order in one folder", {.files = song_order}, "join-click song-order"},
    {"a sample of the image", {.image = other_image}, "cd-image"},
    {"a map packet", {.discs = map_fault}, "checksum ddp ddp-odd"},
    {"a time of the CUE sheet", {.discs = cue_time}, "cd-marks"},
    {"an ISRC of the CUE sheet", {.discs = cue_isrc}, "cd-codes"},
    {"a title of the CUE sheet", {.discs = cue_title}, "cd-text"},
    {"a word of the CUE sheet", {.discs = cue_word}, "cue"},
    {"an ISRC of the TOC file", {.discs = toc_isrc}, "cd-codes"},
    {"a word of the TOC file", {.discs = toc_word}, "toc"},
    {"a length of the track sheet", {.sheets = sheet_length}, "track-sheet"},
    {"a track sheet that is none", {.sheets = sheet_junk}, "track-sheet-form"},
    {"a loudness of the report", {.sheets = report_loudness}, "report"},
    {"a report that is none", {.sheets = report_junk}, "report-form"},
    {"a changed byte", {.after = changed_byte}, "checksum"},
    {"a missing file", {.after = missing_file}, "file-missing"},
    {"an extra file", {.after = extra_file}, "file-extra"},
    {"a line of MD5SUMS", {.after = odd_line}, "manifest"},
    {"an empty file", {.after = empty_file}, "checksum empty-file"},
    {"a text named .wav", {.after = text_as_sound}, "checksum not-sound"},
    {"a CD track cut inside a sector", {.discs = short_cd_track}, "cd-image length sectors"},
};

static void each_fault_is_found_and_nothing_else(void)
{
  const char* const only = getenv("VERIFY_CASE");
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    if (only && !strstr(cases[i].name, only)) {
      continue;
    }
    release_make(&cases[i].faults);
    verify(release_root, NULL, false, false);
    CHECK(!found_status);
    if (strcmp(found_ids, cases[i].ids) != 0) {
      ++check_n_faults;
      printf("# %s: found '%s'; want '%s'\n", cases[i].name, found_ids, cases[i].ids);
      verify(release_root, NULL, false, true);
    }
    release_remove();
  }
}

// One file alone.
static const char* single(const char* const name, release_song s)
{
  const char* const path = tool_path(name);
  s.path                 = path;
  release_write_song(SPOTIFY, s);
  return path;
}

static void a_single_file_is_judged_for_a_place_or_in_general(void)
{
  release_song      s    = usual(SPOTIFY, 1);
  const char* const path = single("a.wav", s);
  verify(path, NULL, false, true);
  CHECK_TEXT(found_ids, "");
  verify(path, "spotify", false, true);
  CHECK_TEXT(found_ids, "too-quiet"); // the loudest song of the album is another one
  verify(path, "hires", false, true);
  CHECK_TEXT(found_ids, "container too-quiet");
  CHECK(!unlink(path));
}

static void codes_are_checked_digit_by_digit(void)
{
  release_song s              = usual(SPOTIFY, 0);
  s.tags.text[LQ_TAG_ISRC]    = "QZABC260000";
  s.tags.text[LQ_TAG_BARCODE] = "4006381333932";
  const char* const path      = single("codes.flac", s);
  verify(path, NULL, false, true);
  CHECK_TEXT(found_ids, "ean isrc");
  CHECK(!unlink(path));
}

// Over full scale between the samples; and behind every codec.
static void hot(tool_sound* const t, const double rate_hz)
{
  (void)rate_hz;
  for (size_t i = 4; i + 4 < t->n_frames; ++i) { // a quarter of the rate, 45 degrees off its peaks
    t->x[0][i] = t->x[1][i] = (float)(0.96 * (i & 2 ? -1 : 1) * release_shape((double)i / 44100));
  }
}

static void peaks_count_between_samples_and_behind_codecs(void)
{
  release_song s         = usual(SPOTIFY, 0);
  s.sound                = hot;
  const char* const path = single("hot.wav", s);
  verify(path, NULL, false, true);
  CHECK_TEXT(found_ids, "peak-full-scale");
  verify(path, "bandcamp", true, false); // mp3
  CHECK(strstr(found_ids, "codec-peak") != NULL && strstr(found_ids, "peak") != NULL);
  verify(path, "bandcamp", false, false);
  CHECK(strstr(found_ids, "codec-peak") == NULL);
  CHECK(!unlink(path));
}

static void make_folder(const char* const name)
{
  CHECK(!mkdir(release_path(name), 0777));
}

static void nothing_there_odd_or_endless_is_survived(void)
{
  snprintf(release_root, sizeof release_root, "%s", tool_path("odd"));
  make_folder("");
  verify(release_root, NULL, false, false);
  CHECK(found_status == LQ_ERR_MISSING);
  verify(release_path("not-there"), NULL, false, false);
  CHECK(found_status == LQ_ERR_NOT_FOUND);
  make_folder("a");
  CHECK(!symlink("..", release_path("a/again")) && !symlink(".", release_path("a/self")));
  CHECK(!symlink("nowhere", release_path("a/dangling.wav")));
  CHECK(!mkfifo(release_path("a/pipe.wav"), 0666));
  unsigned char junk[5000];
  for (size_t i = 0; i < sizeof junk; ++i) {
    junk[i] = (unsigned char)lq_rng_at(7, i);
  }
  const char* const heads[] = {"RIFF\xff\xff\xff\x7fWAVEfmt ",
                               "fLaC",
                               "OggS",
                               "ID3\4",
                               "FORM\1\1\1\1AIFF",
                               "DDP 2.00",
                               "CD_DA\nTRACK AUDIO\nFILE \"",
                               "FILE \"x\" WAVE\nTRACK 01",
                               "00000000000000000000000000000000  ../../x\n",
                               "{\"made_by\": \"lacquer",
                               "ISRC,\""};
  const char* const names[] = {"a/1.wav",   "a/2.flac",      "a/3.opus",    "a/4.mp3",
                               "a/5.aiff",  "a/DDPID",       "a/6.toc",     "a/7\n.cue",
                               "a/MD5SUMS", "a/report.json", "a/tracks.csv"};
  for (size_t i = 0; i < sizeof heads / sizeof *heads; ++i) {
    memcpy(junk, heads[i], strlen(heads[i]));
    tool_save(release_path(names[i]), junk, i == 5 ? 128 : sizeof junk);
    verify(release_root, NULL, false, false);
    CHECK(!found_status);
  }
  CHECK(strstr(found_ids, "not-sound") && strstr(found_ids, "report-form") &&
        strstr(found_ids, "track-sheet-form"));
  release_remove();
}

static void every_id_stands_in_the_documentation(void)
{
  const char* const root = getenv("LACQUER_SOURCE");
  char              path[1024];
  size_t            n = 0;
  snprintf(path, sizeof path, "%s/docs/verify.md", root ? root : "..");
  unsigned char* const text = tool_load(path, &n);
  CHECK(text != NULL);
  for (unsigned i = 0; text && i < LQ_RULE_N; ++i) {
    char row[128];
    text[n] = '\0';
    snprintf(row, sizeof row, "\n| `%s` | %s |", lq_rules[i].id, lq_grade_name(lq_rules[i].grade));
    if (!strstr((const char*)text, row)) {
      ++check_n_faults;
      printf("# docs/verify.md has no row that begins%s\n", row);
    }
  }
  free(text);
}

static const check_test tests[] = {CHECK_TEST(each_fault_is_found_and_nothing_else),
                                   CHECK_TEST(a_single_file_is_judged_for_a_place_or_in_general),
                                   CHECK_TEST(codes_are_checked_digit_by_digit),
                                   CHECK_TEST(peaks_count_between_samples_and_behind_codecs),
                                   CHECK_TEST(nothing_there_odd_or_endless_is_survived),
                                   CHECK_TEST(every_id_stands_in_the_documentation)};

int main(void)
{
  const int code = check_all(tests, sizeof tests / sizeof *tests);
  free((void*)found_path);
  snprintf(release_root, sizeof release_root, "%s", tool_path("songs"));
  release_remove();
  tool_done();
  return code;
}
