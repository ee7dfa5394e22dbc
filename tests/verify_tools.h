// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A whole release made by code, small and good: three songs, the first running into the second, a
/// gap before the third; for Spotify and CD, as FLAC and MP3, with DDP set, CUE, TOC, track sheet,
/// report and lists of checksums. At four places on the way a fault may be put in.
#ifndef LQ_TESTS_VERIFY_TOOLS_H
#define LQ_TESTS_VERIFY_TOOLS_H

#include "audio_tools.h"
#include "base/digest.h"
#include "base/path.h"
#include "disc/cue.h"
#include "disc/ddp.h"
#include "disc/toc.h"
#include "measure/readback.h"

#include <ftw.h>

enum { SONGS = 3, SONG_SECTORS = 360, GAP_SECTORS = 45, FOLDERS = 4 };

static const double release_rate_hz = 44100;

typedef struct {
  const char* folder;
  const char* ending;
  unsigned    bits;
  double      lufs; // of the loudest song
} release_folder;

static const release_folder release_folders[FOLDERS] = {{"cd", "wav", 16, -12},
                                                        {"spotify", "wav", 24, -14},
                                                        {"flac", "flac", 24, -14},
                                                        {"mp3-320", "mp3", 0, -14}};

static const char* const release_names[SONGS]  = {"01_One", "02_Two", "03_Deja-vu"};
static const char* const release_titles[SONGS] = {"One", "Two", "D\xc3\xa9j\xc3\xa0 vu"};
static const char* const release_isrcs[SONGS]  = {"QZABC2600001", "QZABC2600002", "QZABC2600003"};
static const char        release_ean[]         = "4006381333931";

/// What is written of one song, and what a fault may change in it.
typedef struct {
  const char* path; ///< NULL: the usual one
  double      rate_hz;
  unsigned    n_channels, bits;
  double      gain_db;
  double      late_frames; ///< its sound is taken from so much later
  size_t      n_frames;
  size_t      song;
  lq_tags     tags;
  double      tag_lufs_off, tag_peak_off;
  void (*sound)(tool_sound* sound, double rate_hz); ///< changes samples, or NULL
} release_song;

// Tones that come and go, and a soft beat: music enough for every meter.
static inline double release_wave(const double sec, const unsigned channel)
{
  static const double hz[] = {110, 220.7, 331.3, 554.2, 987.6, 2093.1};
  double              y    = 0;
  for (unsigned k = 0; k < 6; ++k) {
    const double slow = 0.6 + 0.4 * sin(2 * 3.14159265358979 * (0.13 + 0.07 * k) * sec + k);
    y += slow * sin(2 * 3.14159265358979 * hz[k] * sec + 0.9 * k + 1.3 * channel * (k + 1)) /
         (k + 2);
  }
  return 0.2 * y;
}

// Fades at both ends of the gap, and silence in it.
static inline double release_shape(const double sec)
{
  const double gap_start = (2.0 * SONG_SECTORS - GAP_SECTORS) / 75,
               gap_end   = 2.0 * SONG_SECTORS / 75;
  const double end       = 3.0 * SONG_SECTORS / 75;
  const double fade      = sec < gap_start ? (gap_start - sec) / 0.5
                           : sec < gap_end ? 0
                           : sec < end - 1 ? (sec - gap_end) / 0.05
                                           : (end - sec) / 0.5;
  const double in        = fmin(fade, sec / 0.05);
  return in <= 0 ? 0 : in >= 1 ? 1 : in * in * (3 - 2 * in);
}

static inline tool_sound release_sound(const release_song* const s)
{
  tool_sound   t    = tool_sound_new(s->n_channels, s->n_frames);
  const double from = (double)s->song * SONG_SECTORS / 75;
  for (unsigned c = 0; c < s->n_channels; ++c) {
    for (size_t i = 0; i < s->n_frames; ++i) {
      const double sec = from + ((double)i + s->late_frames) / s->rate_hz;
      t.x[c][i]        = (float)(pow(10, s->gain_db / 20) * release_wave(sec, c) *
                          release_shape(from + (double)i / s->rate_hz));
    }
  }
  if (s->sound) {
    s->sound(&t, s->rate_hz);
  }
  return t;
}

static inline lq_readback release_measure(const tool_sound* const t, const double rate_hz)
{
  lq_readback read    = {0};
  lq_reading* reading = NULL;
  CHECK(!lq_reading_new(&reading, rate_hz, t->n_channels, lq_simd_best()));
  CHECK(!lq_reading_process(reading, (const float* const*)t->x, t->n_frames));
  CHECK(!lq_reading_finish(reading, &read));
  lq_reading_free(reading);
  lq_readback_free(&(lq_readback){.grid = read.grid});
  read.grid = NULL;
  return read;
}

static inline release_song release_song_usual(const unsigned folder, const size_t song)
{
  static double loudest_lufs; // of the songs as they are made
  release_song  s = {.rate_hz    = release_rate_hz,
                     .n_channels = 2,
                     .bits       = release_folders[folder].bits,
                     .n_frames   = (size_t)SONG_SECTORS * 588,
                     .song       = song};
  if (loudest_lufs == 0) {
    loudest_lufs = -100;
    for (s.song = 0; s.song < SONGS; ++s.song) {
      tool_sound t = release_sound(&s);
      loudest_lufs = fmax(loudest_lufs, release_measure(&t, s.rate_hz).m.integrated_lufs);
      tool_sound_free(&t);
    }
    s.song = song;
  }
  s.gain_db                        = release_folders[folder].lufs - loudest_lufs;
  s.tags.text[LQ_TAG_TITLE]        = release_titles[song];
  s.tags.text[LQ_TAG_ARTIST]       = "The Examples";
  s.tags.text[LQ_TAG_ALBUM]        = "Three";
  s.tags.text[LQ_TAG_ALBUM_ARTIST] = "The Examples";
  s.tags.text[LQ_TAG_ISRC]         = release_isrcs[song];
  s.tags.text[LQ_TAG_BARCODE]      = release_ean;
  s.tags.track                     = (unsigned)song + 1;
  s.tags.n_tracks                  = SONGS;
  return s;
}

// In the order in which they are made.
static char release_root[300];

static inline const char* release_path(const char* const name)
{
  static char     paths[8][640];
  static unsigned next;
  char* const     path = paths[next++ % 8];
  snprintf(path, 640, "%s/%.200s", release_root, name);
  return path;
}

static inline const char* release_song_path(const unsigned folder, const size_t song)
{
  char name[200];
  snprintf(name, sizeof name, "%s/%s.%s", release_folders[folder].folder, release_names[song],
           release_folders[folder].ending);
  return release_path(name);
}

static inline void release_write_song(const unsigned folder, release_song s)
{
  tool_sound        t    = release_sound(&s);
  const lq_readback read = release_measure(&t, s.rate_hz);
  lq_error          error;
  s.tags.loudness    = (lq_loudness_tags){.known           = true,
                                          .integrated_lufs = read.m.integrated_lufs + s.tag_lufs_off,
                                          .range_lu        = read.m.loudness_range_lu,
                                          .true_peak_dbtp  = read.peak_dbtp + s.tag_peak_off,
                                          .momentary_lufs  = read.m.max_momentary_lufs,
                                          .short_term_lufs = read.m.max_short_term_lufs};
  const lq_status st = tool_write(s.path ? s.path : release_song_path(folder, s.song), &t,
                                  (lq_audio_out_spec){.rate_hz = s.rate_hz,
                                                      .bits    = s.bits,
                                                      .force   = true,
                                                      .kbps    = 320 * !s.bits,
                                                      .tags    = &s.tags},
                                  &error);
  if (st) {
    printf("# %s\n", error.text);
  }
  CHECK(!st);
  tool_sound_free(&t);
}

static inline void release_write_text(const char* const name, const char* const text)
{
  tool_save(release_path(name), text, strlen(text));
}

/// Where a fault may be put in; the next steps are made from what it left.
typedef struct {
  void (*files)(void);  ///< the songs are there
  void (*image)(void);  ///< and IMAGE.DAT
  void (*discs)(void);  ///< and the DDP set, CUE and TOC
  void (*sheets)(void); ///< and tracks.csv and report.json
  void (*after)(void);  ///< and the lists of checksums
} release_faults;

static inline void release_write_image(void)
{
  FILE* const f = fopen(release_path("ddp/IMAGE.DAT"), "wb");
  CHECK(f != NULL);
  static const unsigned char silence[LQ_SECTOR_BYTES];
  for (unsigned i = 0; i < LQ_DISC_PAUSE; ++i) {
    CHECK(fwrite(silence, 1, sizeof silence, f) == sizeof silence);
  }
  for (unsigned k = 0; k < SONGS; ++k) {
    tool_sound    t;
    lq_audio_info info;
    CHECK(!tool_read(release_song_path(0, k), &t, &info, NULL));
    for (size_t i = 0; i < t.n_frames; ++i) {
      for (unsigned c = 0; c < 2; ++c) {
        const int v = (int)(t.x[c][i] * 32768.0F);
        (void)fputc(v & 255, f);
        (void)fputc((v >> 8) & 255, f);
      }
    }
    tool_sound_free(&t);
  }
  CHECK(!fclose(f));
}

static inline void release_write_discs(void)
{
  static uint32_t marks[SONGS];
  lq_disc_track   tracks[SONGS] = {0};
  lq_disc         disc          = {.tracks   = tracks,
                                   .n_tracks = SONGS,
                                   .lead_out = LQ_DISC_PAUSE + SONGS * SONG_SECTORS,
                                   .ean      = release_ean};
  lq_pool*        pool          = NULL;
  const char*     text          = NULL;
  lq_error        error;
  CHECK(!lq_pool_new(&pool));
  for (unsigned k = 0; k < SONGS; ++k) {
    marks[k]                            = LQ_DISC_PAUSE + k * SONG_SECTORS;
    tracks[k]                           = (lq_disc_track){.pause   = k == 0   ? 0
                                                                     : k == 2 ? marks[k] - GAP_SECTORS
                                                                              : marks[k],
                                                          .index   = &marks[k],
                                                          .n_index = 1,
                                                          .isrc    = release_isrcs[k]};
    tracks[k].text[LQ_CDTEXT_TITLE]     = release_titles[k];
    tracks[k].text[LQ_CDTEXT_PERFORMER] = "The Examples";
  }
  disc.text[LQ_CDTEXT_TITLE]     = "Three";
  disc.text[LQ_CDTEXT_PERFORMER] = "The Examples";
  const lq_status st             = lq_ddp_write(&disc, release_path("ddp"), NULL, &error);
  if (st) {
    printf("# %s\n", error.text);
  }
  CHECK(!st);
  lq_cue_piece pieces[SONGS];
  char         files[SONGS][64];
  for (unsigned k = 0; k < SONGS; ++k) {
    snprintf(files[k], sizeof files[k], "%s.wav", release_names[k]);
    pieces[k] = (lq_cue_piece){.file = files[k], .start = marks[k], .end = marks[k] + SONG_SECTORS};
  }
  CHECK(!lq_cue_text(&disc, &(lq_cue_spec){.pieces = pieces, .n_pieces = SONGS}, pool, &text,
                     &error));
  release_write_text("cd/album.cue", text);
  CHECK(!lq_toc_text(&disc, &(lq_toc_spec){.file = "../ddp/IMAGE.DAT"}, pool, &text, &error));
  release_write_text("cd/album.toc", text);
  lq_pool_free(pool);
}

// What a file is; those that no fault touched are known already.
static inline const lq_readback* release_look(const unsigned f, const size_t k)
{
  static lq_readback known[FOLDERS][SONGS];
  static ino_t       node[FOLDERS][SONGS];
  struct stat        info;
  const char* const  path = release_song_path(f, k);
  if (stat(path, &info)) {
    return NULL;
  }
  if (info.st_ino != node[f][k] || info.st_nlink < 2) {
    if (lq_readback_file(&known[f][k], path, NULL)) {
      return NULL;
    }
    free(known[f][k].grid);
    known[f][k].grid = NULL;
    node[f][k]       = info.st_ino;
  }
  return &known[f][k];
}

static inline void release_write_sheets(void)
{
  FILE* const csv    = fopen(release_path("tracks.csv"), "w");
  FILE* const report = fopen(release_path("report.json"), "w");
  CHECK(csv != NULL && report != NULL);
  fprintf(csv, "track,title,isrc,duration,gap_sec,integrated_lufs,true_peak_dbtp,sample_rate_hz,"
               "bits,file,md5\r\n");
  fprintf(report, "{\"schema\": 1, \"made_by\": \"lacquer test\", \"deliveries\": [");
  bool first = true;
  for (unsigned f = 0; f < FOLDERS; ++f) {
    for (unsigned k = 0; k < SONGS; ++k) {
      const char* const        path = release_song_path(f, k);
      const lq_readback* const read = release_look(f, k);
      lq_digests               sums;
      if (!read || lq_digest_file(&sums, path, NULL)) {
        continue; // a fault took it away
      }
      const char* const file = path + strlen(release_root) + 1;
      const double      sec  = (double)read->m.n_frames / read->m.rate_hz;
      fprintf(csv, "%u,\"%s\",%s,PT%.3fS,%.2f,%.2f,%.2f,%.0f,%u,%s,%s\r\n", k + 1,
              release_titles[k], release_isrcs[k], sec, k == 2 ? GAP_SECTORS / 75.0 : 0,
              read->m.integrated_lufs, read->peak_dbtp, read->m.rate_hz, read->info.bits, file,
              sums.md5);
      fprintf(report,
              "%s{\"file\": \"%s\", \"target\": \"%s\", \"duration_sec\": %.4f, "
              "\"sample_rate_hz\": %.0f, \"verdict\": \"pass\", ",
              first ? "" : ",\n", file, release_folders[f].folder, sec, read->m.rate_hz);
      if (isfinite(read->m.integrated_lufs)) {
        fprintf(report, "\"integrated_lufs\": %.3f, \"true_peak_exact_dbtp\": %.3f}",
                read->m.integrated_lufs, read->peak_dbtp);
      } else {
        fprintf(report, "\"integrated_lufs\": null}");
      }
      first = false;
    }
  }
  fprintf(report, "]}\n");
  CHECK(!fclose(csv) && !fclose(report));
}

static FILE* release_md5;
static FILE* release_sha256;

static inline int release_list(const char* const path, const struct stat* const info,
                               const int kind, struct FTW* const at)
{
  (void)info;
  (void)at;
  const char* const name = path + strlen(release_root) + 1;
  lq_digests        sums;
  if (kind == FTW_F && strcmp(name, "MD5SUMS") != 0 && strcmp(name, "SHA256SUMS") != 0 &&
      !lq_digest_file(&sums, path, NULL)) {
    fprintf(release_md5, "%s  %s\n", sums.md5, name);
    fprintf(release_sha256, "%s *%s\n", sums.sha256, name);
  }
  return 0;
}

// Good songs, made once. What faults write anew takes their names, and leaves them alone.
static inline void release_make_songs(void)
{
  snprintf(release_root, sizeof release_root, "%s", tool_path("songs"));
  if (!access(release_root, F_OK)) {
    return;
  }
  CHECK(!mkdir(release_root, 0777));
  for (unsigned f = 0; f < FOLDERS; ++f) {
    CHECK(!mkdir(release_path(release_folders[f].folder), 0777));
    for (size_t k = 0; k < SONGS; ++k) {
      release_write_song(f, release_song_usual(f, k));
    }
  }
}

static inline void release_link_songs(void)
{
  for (unsigned f = 0; f < FOLDERS; ++f) {
    CHECK(!mkdir(release_path(release_folders[f].folder), 0777));
    for (size_t k = 0; k < SONGS; ++k) {
      const char* const path = release_song_path(f, k);
      char              from[640];
      snprintf(from, sizeof from, "%s/%s", tool_path("songs"), path + strlen(release_root) + 1);
      CHECK(!link(from, path));
    }
  }
}

static inline void release_make(const release_faults* const faults)
{
  release_make_songs();
  snprintf(release_root, sizeof release_root, "%s", tool_path("release"));
  CHECK(!mkdir(release_root, 0777));
  CHECK(!mkdir(release_path("ddp"), 0777));
  release_link_songs();
  void (*const steps[])(void) = {faults->files,       release_write_image, faults->image,
                                 release_write_discs, faults->discs,       release_write_sheets,
                                 faults->sheets};
  for (size_t i = 0; i < sizeof steps / sizeof *steps; ++i) {
    if (steps[i]) {
      steps[i]();
    }
  }
  release_md5    = fopen(release_path("MD5SUMS"), "w");
  release_sha256 = fopen(release_path("SHA256SUMS"), "w");
  CHECK(release_md5 && release_sha256 && !nftw(release_root, release_list, 16, FTW_PHYS));
  CHECK(!fclose(release_md5) && !fclose(release_sha256));
  if (faults->after) {
    faults->after();
  }
}

static inline int release_remove_one(const char* const path, const struct stat* const info,
                                     const int kind, struct FTW* const at)
{
  (void)info;
  (void)kind;
  (void)at;
  return remove(path);
}

static inline void release_remove(void)
{
  CHECK(!nftw(release_root, release_remove_one, 16, FTW_DEPTH | FTW_PHYS));
}

#endif
