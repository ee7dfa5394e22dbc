// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "disc/codes.h"
#include "disc/cue.h"
#include "disc/cue_words.h"
#include "disc/red_book.h"

#include <string.h>

typedef struct {
  lq_cue_lines  lines;
  lq_pool*      pool;
  lq_cue*       cue;
  lq_error*     error;
  lq_cue_file*  files;  // room for every line
  lq_cue_mark*  marks;  // the same
  lq_cue_track* tracks; // [LQ_DISC_MOST_TRACKS]
  unsigned      n_marks;
  unsigned      last;  // index of the track's last mark
  bool          used;  // an INDEX lies in the last file
  lq_cue_track* track; // that lines belong to; NULL before the first
} parser;

typedef lq_status command(parser* p, const lq_cue_line* line);

static lq_status expect_words(const parser* const p, const lq_cue_line* const line,
                              const unsigned least, const char* const what)
{
  return line->n >= least
             ? LQ_OK
             : lq_fail(p->error, LQ_ERR_SYNTAX, line->at, "%s has too few words; expected %s.",
                       line->words[0].text, what);
}

static lq_status in_track(const parser* const p, const lq_cue_line* const line)
{
  return p->track ? LQ_OK
                  : lq_fail(p->error, LQ_ERR_SYNTAX, line->at,
                            "%s stands before the first TRACK; expected it in one.",
                            line->words[0].text);
}

// Digits alone: one to `most` of them.
static bool number_of(const char* const text, const size_t n, const size_t most,
                      unsigned* const value)
{
  *value = 0;
  for (size_t i = 0; i < n; ++i) {
    if (text[i] < '0' || text[i] > '9' || i >= most) {
      return false;
    }
    *value = 10 * *value + (unsigned)(text[i] - '0');
  }
  return n > 0;
}

static lq_status time_of(const parser* const p, const lq_cue_line* const line, const unsigned word,
                         uint32_t* const sector)
{
  const char* const text = line->words[word].text;
  const size_t      a = strcspn(text, ":"), b = text[a] ? strcspn(text + a + 1, ":") : 0;
  unsigned          minute, second = 0, frame = 0;
  const bool        shaped = text[a] && text[a + 1 + b];
  if (!shaped || !number_of(text, a, 3, &minute) || !number_of(text + a + 1, b, 2, &second) ||
      !number_of(text + a + b + 2, strlen(text + a + b + 2), 2, &frame) || second > 59 ||
      frame >= LQ_SECTORS_PER_SEC) {
    return lq_fail(p->error, LQ_ERR_BAD_VALUE, lq_cue_at(line, word),
                   "the time is '%s'; expected MM:SS:FF, seconds to 59, sectors to 74.", text);
  }
  *sector = (minute * 60 + second) * LQ_SECTORS_PER_SEC + frame;
  return LQ_OK;
}

static lq_status do_text(parser* const p, const unsigned kind, const lq_cue_line* const line,
                         const unsigned word)
{
  LQ_TRY(expect_words(p, line, word + 1, "a text"));
  const char** const to = p->track ? &p->track->text[kind] : &p->cue->text[kind];
  *to                   = word == 1 && line->n > 2 ? line->rest : line->words[word].text;
  return LQ_OK;
}

static const char* const kind_words[LQ_CDTEXT_N] = {"TITLE",    "PERFORMER", "SONGWRITER",
                                                    "COMPOSER", "ARRANGER",  "MESSAGE"};

static unsigned kind_of(const char* const word)
{
  unsigned kind = 0;
  while (kind < LQ_CDTEXT_N && !lq_text_same(kind_words[kind], word)) {
    ++kind;
  }
  return kind;
}

static lq_status do_rem(parser* const p, const lq_cue_line* const line)
{
  if (line->n < 3) {
    return LQ_OK;
  }
  const char* const key  = line->words[1].text;
  const unsigned    kind = kind_of(key);
  if (kind >= LQ_CDTEXT_COMPOSER && kind < LQ_CDTEXT_N) {
    return do_text(p, kind, line, 2);
  }
  if (lq_text_same(key, "GENRE")) {
    p->cue->genre = line->words[2].text;
  } else if (lq_text_same(key, "DATE")) {
    p->cue->date = line->words[2].text;
  }
  return LQ_OK;
}

static lq_status do_catalog(parser* const p, const lq_cue_line* const line)
{
  LQ_TRY(expect_words(p, line, 2, "13 digits"));
  if (p->track || p->cue->ean) {
    return lq_fail(p->error, LQ_ERR_SYNTAX, line->at,
                   "CATALOG stands %s; expected it once, before the first TRACK.",
                   p->track ? "in a track" : "there a second time");
  }
  if (!lq_ean_digits(line->words[1].text)) {
    return lq_fail(p->error, LQ_ERR_BAD_VALUE, lq_cue_at(line, 1),
                   "CATALOG is '%s'; expected 13 digits.", line->words[1].text);
  }
  p->cue->ean = line->words[1].text;
  return LQ_OK;
}

static lq_status do_cdtextfile(parser* const p, const lq_cue_line* const line)
{
  LQ_TRY(expect_words(p, line, 2, "a file's name"));
  p->cue->cdtext_file = line->words[1].text;
  return LQ_OK;
}

static lq_status end_file(const parser* const p)
{
  const lq_cue_file* const f = p->cue->n_files ? &p->files[p->cue->n_files - 1] : NULL;
  return !f || p->used ? LQ_OK
                       : lq_fail(p->error, LQ_ERR_MISSING, f->at,
                                 "no INDEX lies in the file '%s'; expected one at least.", f->name);
}

static lq_status do_file(parser* const p, const lq_cue_line* const line)
{
  static const char* const kinds[] = {"WAVE", "AIFF", "MP3", "BINARY", "MOTOROLA", "FLAC"};
  LQ_TRY(expect_words(p, line, 3, "FILE \"NAME\" WAVE"));
  LQ_TRY(end_file(p));
  size_t k = 0;
  while (k < sizeof kinds / sizeof *kinds && !lq_text_same(kinds[k], line->words[2].text)) {
    ++k;
  }
  if (k == sizeof kinds / sizeof *kinds || !*line->words[1].text) {
    return lq_fail(p->error, LQ_ERR_BAD_VALUE, lq_cue_at(line, 2),
                   "FILE '%s' is of kind '%s'; expected a name in quotes, then WAVE, AIFF, MP3, "
                   "BINARY, MOTOROLA or FLAC.",
                   line->words[1].text, line->words[2].text);
  }
  p->used = false;
  p->files[p->cue->n_files++] =
      (lq_cue_file){.name = line->words[1].text, .kind = kinds[k], .at = line->at};
  return LQ_OK;
}

static lq_status end_track(const parser* const p)
{
  return !p->track || p->track->n_index
             ? LQ_OK
             : lq_fail(p->error, LQ_ERR_MISSING, p->track->at,
                       "track %02u has no INDEX 01, where it begins.", p->track->number);
}

static lq_status do_track(parser* const p, const lq_cue_line* const line)
{
  unsigned       number = 0;
  const unsigned want   = p->cue->n_tracks + 1;
  LQ_TRY(expect_words(p, line, 3, "TRACK NN AUDIO"));
  LQ_TRY(end_track(p));
  if (!p->cue->n_files) {
    return lq_fail(p->error, LQ_ERR_SYNTAX, line->at,
                   "TRACK stands before any FILE; expected FILE first.");
  }
  if (want > LQ_DISC_MOST_TRACKS) {
    return lq_fail(p->error, LQ_ERR_LIMIT, line->at, "a disc has at most 99 tracks.");
  }
  if (!number_of(line->words[1].text, strlen(line->words[1].text), 2, &number) || number != want) {
    return lq_fail(p->error, LQ_ERR_BAD_VALUE, lq_cue_at(line, 1),
                   "the track's number is '%s'; expected %02u.", line->words[1].text, want);
  }
  p->track  = &p->tracks[p->cue->n_tracks++];
  *p->track = (lq_cue_track){.number  = number,
                             .index   = p->marks + p->n_marks,
                             .is_data = !lq_text_same(line->words[2].text, "AUDIO"),
                             .at      = line->at};
  p->last   = 0;
  return LQ_OK;
}

static lq_status do_flags(parser* const p, const lq_cue_line* const line)
{
  static const struct {
    const char* word;
    unsigned    flag;
  } flags[] = {
      {"DCP", LQ_DISC_DCP}, {"PRE", LQ_DISC_PRE}, {"4CH", LQ_DISC_4CH}, {"SCMS", LQ_DISC_SCMS}};
  LQ_TRY(in_track(p, line));
  for (unsigned i = 1; i < line->n; ++i) {
    unsigned flag = 0;
    for (size_t k = 0; k < sizeof flags / sizeof *flags; ++k) {
      flag |= lq_text_same(flags[k].word, line->words[i].text) ? flags[k].flag : 0;
    }
    if (!flag) {
      return lq_fail(p->error, LQ_ERR_UNKNOWN, lq_cue_at(line, i),
                     "there is no flag '%s'; expected DCP, 4CH, PRE or SCMS.", line->words[i].text);
    }
    p->track->flags |= flag;
  }
  return LQ_OK;
}

static lq_status do_isrc(parser* const p, const lq_cue_line* const line)
{
  char isrc[LQ_ISRC_CHARS + 1];
  LQ_TRY(expect_words(p, line, 2, "12 characters"));
  LQ_TRY(in_track(p, line));
  LQ_TRY(lq_isrc_parse(line->words[1].text, isrc, lq_cue_at(line, 1), p->error));
  p->track->isrc = lq_pool_copy(p->pool, isrc);
  return p->track->isrc ? LQ_OK : LQ_ERR_MEMORY;
}

static lq_status do_pregap(parser* const p, const lq_cue_line* const line)
{
  LQ_TRY(expect_words(p, line, 2, "a time"));
  LQ_TRY(in_track(p, line));
  if (p->track->n_index) {
    return lq_fail(p->error, LQ_ERR_SYNTAX, line->at,
                   "PREGAP stands behind INDEX 01 of track %02u; expected it before.",
                   p->track->number);
  }
  return time_of(p, line, 1, &p->track->pregap);
}

static lq_status do_postgap(parser* const p, const lq_cue_line* const line)
{
  LQ_TRY(expect_words(p, line, 2, "a time"));
  LQ_TRY(in_track(p, line));
  return time_of(p, line, 1, &p->track->postgap);
}

// Marks of one file only go forward; a pause of no length is none.
static lq_status check_order(const parser* const p, const lq_cue_line* const line,
                             const lq_cue_mark* const mark, const unsigned index)
{
  const lq_cue_mark* const before = p->n_marks ? &p->marks[p->n_marks - 1] : NULL;
  const bool               pause  = p->track->has_pause && !p->track->n_index;
  const lq_cue_mark* const last   = pause ? &p->track->pause : before;
  if (last && last->file == mark->file &&
      (pause && index == 1 ? mark->sector < last->sector : mark->sector <= last->sector)) {
    return lq_fail(p->error, LQ_ERR_BAD_VALUE, lq_cue_at(line, 2),
                   "INDEX %02u of track %02u is at %s, and the mark before it, on line %u, at %s; "
                   "expected a later one.",
                   index, p->track->number, lq_msf_of(mark->sector).text, last->at.line,
                   lq_msf_of(last->sector).text);
  }
  return LQ_OK;
}

static lq_status do_index(parser* const p, const lq_cue_line* const line)
{
  unsigned    index = 0;
  lq_cue_mark mark  = {.at = line->at};
  LQ_TRY(expect_words(p, line, 3, "INDEX NN MM:SS:FF"));
  LQ_TRY(in_track(p, line));
  const lq_cue_track* const t = p->track;
  const bool is_number = number_of(line->words[1].text, strlen(line->words[1].text), 2, &index);
  const bool begun     = t->has_pause || t->n_index;
  if (!is_number || (begun ? index != p->last + 1 : index > 1)) {
    return lq_fail(p->error, LQ_ERR_BAD_VALUE, lq_cue_at(line, 1),
                   "the index of track %02u is '%s'; expected %s%02u.", t->number,
                   line->words[1].text, begun ? "" : "00 or ", begun ? p->last + 1 : 1);
  }
  LQ_TRY(time_of(p, line, 2, &mark.sector));
  mark.file = p->cue->n_files - 1;
  LQ_TRY(check_order(p, line, &mark, index));
  p->last = index;
  p->used = true;
  if (index) {
    p->marks[p->n_marks++] = mark;
    ++p->track->n_index;
  } else {
    p->track->has_pause = true;
    p->track->pause     = mark;
  }
  return LQ_OK;
}

static const struct {
  const char* word;
  command*    run;
} commands[] = {{"REM", do_rem},    {"CATALOG", do_catalog}, {"CDTEXTFILE", do_cdtextfile},
                {"FILE", do_file},  {"TRACK", do_track},     {"FLAGS", do_flags},
                {"ISRC", do_isrc},  {"PREGAP", do_pregap},   {"POSTGAP", do_postgap},
                {"INDEX", do_index}};

static lq_status run_line(parser* const p, const lq_cue_line* const line)
{
  const char* const word = line->words[0].text;
  const unsigned    kind = kind_of(word);
  if (kind < LQ_CDTEXT_N) {
    return do_text(p, kind, line, 1);
  }
  for (size_t i = 0; i < sizeof commands / sizeof *commands; ++i) {
    if (lq_text_same(commands[i].word, word)) {
      return commands[i].run(p, line);
    }
  }
  return lq_fail(p->error, LQ_ERR_UNKNOWN, line->at,
                 "a CUE sheet has no command '%.40s'; expected one like FILE, TRACK or INDEX.",
                 word);
}

static lq_status check_whole(const parser* const p)
{
  const lq_at end = {.file = p->lines.file, .line = p->lines.line ? p->lines.line : 1, .column = 1};
  LQ_TRY(end_track(p));
  if (!p->cue->n_tracks) {
    return lq_fail(p->error, LQ_ERR_MISSING, end, "the sheet has no TRACK; expected one at least.");
  }
  return end_file(p);
}

static lq_status parse_all(parser* const p)
{
  lq_cue_line line;
  bool        more = true;
  while (more) {
    LQ_TRY(lq_cue_lines_next(&p->lines, &line, &more));
    LQ_TRY(more ? run_line(p, &line) : LQ_OK);
  }
  return check_whole(p);
}

lq_status lq_cue_parse(const char* const bytes, const size_t n_bytes, const char* const file,
                       lq_pool* const pool, lq_cue* const cue, lq_error* const error)
{
  size_t n_lines = 1;
  for (size_t i = 0; i < n_bytes; ++i) {
    n_lines += bytes[i] == '\n';
  }
  lq_cue made = {0};
  parser p    = {.lines  = {.pool = pool, .file = file, .error = error},
                 .pool   = pool,
                 .cue    = &made,
                 .error  = error,
                 .files  = LQ_POOL_TAKE(pool, lq_cue_file, n_lines),
                 .marks  = LQ_POOL_TAKE(pool, lq_cue_mark, n_lines),
                 .tracks = LQ_POOL_TAKE(pool, lq_cue_track, LQ_DISC_MOST_TRACKS)};
  made.files  = p.files;
  made.tracks = p.tracks;
  lq_status st =
      p.files && p.marks && p.tracks ? lq_cue_lines_start(&p.lines, bytes, n_bytes) : LQ_ERR_MEMORY;
  st = st ? st : parse_all(&p);
  if (st == LQ_ERR_MEMORY) {
    return lq_fail_file(error, st, file, "No memory for the CUE sheet '%s'.", file ? file : "");
  }
  if (!st) {
    *cue = made;
  }
  return st;
}
