// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/album_songs.h"

#include "assist/master.h"
#include "assist/notes.h"
#include "audio/reader.h"
#include "audio/resample.h"
#include "base/maths.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/thread.h"
#include "measure/feature_file.h"
#include "measure/file.h"
#include "session/plan.h"

#include <math.h>
#include <string.h>

// Sound runs through a join when it is there on both sides, and about as loud.
static const double edge_sec = 0.05, edge_dbfs = -60, edges_apart_db = 30;

const char* lq_album_title(const lq_album_sound* const s, const size_t song)
{
  const char* const title = s->songs[song].song->tags.text[LQ_TAG_TITLE];
  return title ? title : s->songs[song].song->file;
}

bool lq_album_joined(const lq_album_sound* const s, const size_t song)
{
  return song && s->songs[song].piece == s->songs[song - 1].piece;
}

static lq_status open_song(lq_album_sound* const s, const size_t k, lq_error* const error)
{
  lq_album_song* const x      = &s->songs[k];
  lq_reader*           reader = NULL;
  x->song                     = &s->brief.album->songs[k];
  x->place                    = &s->brief.layout->places[k];
  x->chain_of                 = LQ_NO_SONG;
  LQ_TRY(lq_pool_new(&x->pool));
  LQ_TRY(lq_reader_open(&reader, x->song->path, 0, error));
  x->rate_hz = lq_reader_info(reader)->rate_hz;
  lq_reader_close(reader);
  return LQ_OK;
}

// Of a stretch of a file, both channels together. [dBFS]
static lq_status level_of(const lq_album_song* const x, const bool at_end, double* const dbfs,
                          lq_error* const error)
{
  float        room[LQ_MAX_CHANNELS][LQ_MAX_FRAMES];
  float* const to[LQ_MAX_CHANNELS] = {room[0], room[1]};
  lq_reader*   reader              = NULL;
  double       sum = 0, n = 0;
  LQ_TRY(lq_reader_open(&reader, x->song->path, 0, error));
  const double file_sec = (double)lq_reader_frames(reader) / x->rate_hz;
  const double all_sec =
      x->song->length_sec > 0 ? x->song->length_sec : file_sec - x->song->offset_sec;
  const double   from_sec = x->song->offset_sec + (at_end ? fmax(0, all_sec - edge_sec) : 0);
  const uint64_t from     = (uint64_t)round(from_sec * x->rate_hz);
  size_t         left     = (size_t)(edge_sec * x->rate_hz);
  lq_status      st       = lq_reader_seek(reader, from, error);
  for (size_t n_read = 1; left && n_read && !st; left -= n_read) {
    st = lq_reader_read(reader, to, left < LQ_MAX_FRAMES ? left : LQ_MAX_FRAMES, &n_read, error);
    for (unsigned c = 0; c < lq_reader_channels(reader) && !st; ++c) {
      for (size_t i = 0; i < n_read; ++i) {
        sum += (double)room[c][i] * (double)room[c][i];
        ++n;
      }
    }
  }
  lq_reader_close(reader);
  *dbfs = n > 0 ? lq_power_to_db(fmax(1e-20, sum / n)) : -HUGE_VAL;
  return st;
}

static lq_status runs_through(const lq_album_song* const before, const lq_album_song* const x,
                              bool* const does, lq_error* const error)
{
  double end_dbfs, start_dbfs;
  *does = false;
  if (!x->place->is_segue || x->song->overlap_sec > 0 || x->song->fade_in_sec > 0 ||
      before->song->fade_out_sec > 0) {
    return LQ_OK;
  }
  LQ_TRY(level_of(before, true, &end_dbfs, error));
  LQ_TRY(level_of(x, false, &start_dbfs, error));
  *does = fmin(end_dbfs, start_dbfs) > edge_dbfs && fabs(end_dbfs - start_dbfs) < edges_apart_db;
  return LQ_OK;
}

// Where the sound lies in the file, at the rate of the piece.
static lq_status measure_length(lq_album_song* const x, const double rate_hz, lq_error* const error)
{
  lq_reader* reader = NULL;
  LQ_TRY(lq_reader_open(&reader, x->song->path, rate_hz, error));
  const uint64_t all = lq_reader_frames(reader);
  lq_reader_close(reader);
  x->offset_frames = (uint64_t)round(x->song->offset_sec * rate_hz);
  if (x->offset_frames >= all) {
    return lq_fail(error, LQ_ERR_BAD_VALUE, x->song->at,
                   "the song begins at %.3f s of a file that is %.3f s long.", x->song->offset_sec,
                   (double)all / rate_hz);
  }
  x->n_frames = all - x->offset_frames;
  if (x->song->length_sec > 0) {
    const uint64_t asked =
        (uint64_t)round((x->song->offset_sec + x->song->length_sec) * rate_hz) - x->offset_frames;
    x->n_frames = asked < x->n_frames ? asked : x->n_frames;
  }
  return LQ_OK;
}

static lq_status find_pieces(lq_album_sound* const s, lq_error* const error)
{
  for (size_t k = 0; k < s->n; ++k) {
    lq_album_song* const x       = &s->songs[k];
    bool                 through = false;
    LQ_TRY(k ? runs_through(&s->songs[k - 1], x, &through, error) : LQ_OK);
    if (!through) {
      s->pieces[s->n_pieces++] = (lq_album_piece){.first = k, .lead = k, .rate_hz = x->rate_hz};
    }
    lq_album_piece* const p = &s->pieces[s->n_pieces - 1];
    x->piece                = s->n_pieces - 1;
    x->in_piece             = p->n_frames;
    LQ_TRY(measure_length(x, p->rate_hz, error));
    p->n_frames += x->n_frames;
    ++p->n;
  }
  return LQ_OK;
}

// The rate that most songs have; of equals the highest.
static double common_rate_hz(const lq_album_sound* const s)
{
  double best_hz = 0;
  size_t most    = 0;
  for (size_t i = 0; i < s->n; ++i) {
    size_t n = 0;
    for (size_t k = 0; k < s->n; ++k) {
      n += s->songs[k].rate_hz == s->songs[i].rate_hz;
    }
    if (n > most || (n == most && s->songs[i].rate_hz > best_hz)) {
      most    = n;
      best_hz = s->songs[i].rate_hz;
    }
  }
  return best_hz;
}

lq_status lq_album_open(lq_album_sound* const s, lq_error* const error)
{
  for (size_t k = 0; k < s->n; ++k) {
    LQ_TRY(open_song(s, k, error));
  }
  s->rate_hz = common_rate_hz(s);
  return find_pieces(s, error);
}

static bool is_ours(const lq_album_song* const x)
{
  return x->song->kind == LQ_SONG_MIX && !x->song->plan;
}

// Who stands for a piece: the longest mix of it that the assistant decides on.
static size_t spokesman(const lq_album_sound* const s, const size_t piece)
{
  const lq_album_piece* const p    = &s->pieces[piece];
  size_t                      best = LQ_NO_SONG;
  for (size_t k = p->first; k < p->first + p->n; ++k) {
    const lq_album_song* const x = &s->songs[k];
    best = is_ours(x) && (best == LQ_NO_SONG || x->n_frames > s->songs[best].n_frames) ? k : best;
  }
  return best;
}

// A plan that will lie with the others: of this song, and without deliveries yet.
static lq_status adopt_plan(const lq_album_sound* const s, const size_t k)
{
  lq_master* const  m    = s->songs[k].master;
  const char* const path = s->songs[k].song->path;
  m->title               = lq_pool_copy(m->pool, lq_album_title(s, k));
  m->source              = lq_path_relative(m->pool, s->brief.plan_folder, path);
  m->source_path         = lq_pool_copy(m->pool, path);
  m->n_deliveries        = 0;
  return m->title && m->source && m->source_path ? LQ_OK : LQ_ERR_MEMORY;
}

static lq_status read_plan(const lq_album_sound* const s, const size_t k, lq_error* const error)
{
  lq_album_song* const x = &s->songs[k];
  x->given               = true;
  LQ_TRY(lq_master_read(&x->master, x->song->plan, error));
  return adopt_plan(s, k);
}

typedef struct {
  lq_album_sound*          s;
  const lq_render_options* options;
} deciding;

static bool asked_to_stop(void* const user, const double done)
{
  const lq_render_options* const o = user;
  return o && o->progress && o->progress(o->user, done);
}

// Read a mix as the check does.
// Where a song runs into its neighbour, or is faded by the plan, it may stop in mid-song.
static void forgive_ends(const deciding* const d, const size_t k, lq_findings* const findings)
{
  const lq_album_song* const x     = &d->s->songs[k];
  const bool                 start = x->place->is_segue || x->song->fade_in_sec > 0;
  const bool                 end =
      x->song->fade_out_sec > 0 || (k + 1 < d->s->n && d->s->songs[k + 1].place->is_segue);
  lq_finding* const kept = LQ_POOL_TAKE(x->pool, lq_finding, findings->n + 1);
  size_t            n    = 0;
  for (size_t i = 0; kept && i < findings->n; ++i) {
    const lq_finding* const f = &findings->findings[i];
    if (!(start && !strcmp(f->id, "cut-start")) &&
        !(end && (!strcmp(f->id, "cut-end") || !strcmp(f->id, "cut-tail")))) {
      kept[n++] = *f;
    }
  }
  if (kept) {
    *findings = (lq_findings){.findings = kept, .n = n};
  }
}

static lq_status hear(const deciding* const d, const size_t k, lq_audio_info* const info,
                      lq_error* const error)
{
  lq_album_song* const       x = &d->s->songs[k];
  lq_album_song_facts* const f = &d->s->song_facts[k];
  LQ_TRY(lq_measure_file(x->song->path, &f->before, info, error));
  if (!is_ours(x)) {
    return LQ_OK;
  }
  const lq_measured_file mix = {.file = x->song->file, .bits = info->bits, .m = f->before};
  LQ_TRY(
      lq_feature_file(x->song->path, &x->features, NULL, asked_to_stop, (void*)d->options, error));
  LQ_TRY(d->s->brief.check(&f->findings, x->pool, x->song->path, &mix, &x->features, &x->heard,
                           error));
  forgive_ends(d, k, &f->findings);
  return LQ_OK;
}

static lq_status decide_one(void* const user, const size_t k, lq_error* const error)
{
  const deciding* const d = user;
  lq_album_song* const  x = &d->s->songs[k];
  lq_audio_info         info;
  LQ_TRY(hear(d, k, &info, error));
  if (x->song->kind == LQ_SONG_MIX && x->song->plan) {
    return read_plan(d->s, k, error);
  }
  if (x->chain_of != k) {
    return LQ_OK;
  }
  const lq_master_brief brief = {.title       = lq_album_title(d->s, k),
                                 .plan_folder = d->s->brief.plan_folder,
                                 .song        = d->s->brief.song,
                                 .amounts     = d->s->brief.amounts};
  const lq_mix_heard    mix   = {
           .features = &x->features, .bands = x->heard, .findings = d->s->song_facts[k].findings};
  return lq_assist_chain(&x->master, x->song->path, &mix, &brief, x->pool, &x->problems, d->options,
                         error);
}

// A song that goes through another one's chain has a plan of its own all the same.
static lq_status share_plan(lq_album_sound* const s, const size_t k)
{
  lq_album_song* const   x    = &s->songs[k];
  const lq_master* const lead = s->songs[x->chain_of].master;
  LQ_TRY(lq_master_new(&x->master));
  lq_master* const m = x->master;
  m->folder          = lead->folder;
  m->chain           = lead->chain;
  LQ_TRY(adopt_plan(s, k));
  return lq_add_note(m->pool, &m->notes, &m->n_notes,
                     "one piece with '%s', without a break between them: it goes through the same "
                     "chain",
                     lq_album_title(s, x->chain_of));
}

static void choose_chains(lq_album_sound* const s)
{
  for (size_t k = 0; k < s->n; ++k) {
    lq_album_song* const x = &s->songs[k];
    if (x->song->kind != LQ_SONG_MIX) {
      x->chain_of = LQ_NO_SONG;
    } else if (!x->song->plan) {
      x->chain_of = spokesman(s, x->piece);
    } else {
      const bool same = lq_album_joined(s, k) && s->songs[k - 1].song->plan &&
                        !strcmp(s->songs[k - 1].song->plan, x->song->plan);
      x->chain_of = same ? s->songs[k - 1].chain_of : k;
    }
  }
}

static lq_status join_findings(lq_album_song* const x, lq_findings* const findings)
{
  const lq_findings had = *findings;
  lq_finding* const all = LQ_POOL_TAKE(x->pool, lq_finding, had.n + x->problems.n + 1);
  for (size_t i = 0; all && i < had.n + x->problems.n; ++i) {
    all[i] = i < had.n ? had.findings[i] : x->problems.findings[i - had.n];
  }
  *findings = (lq_findings){.findings = all, .n = all ? had.n + x->problems.n : 0};
  return all ? LQ_OK : LQ_ERR_MEMORY;
}

lq_status lq_album_decide(lq_album_sound* const s, const lq_render_options* const options,
                          lq_error* const error)
{
  deciding d = {.s = s, .options = options};
  choose_chains(s);
  LQ_TRY(lq_crew_try(options ? options->n_jobs : 0, s->n, decide_one, &d, error));
  for (size_t k = 0; k < s->n; ++k) {
    lq_album_song* const x = &s->songs[k];
    lq_features_free(&x->features);
    lq_band_steps_free(x->heard);
    x->features = (lq_features){0};
    x->heard    = NULL;
    LQ_TRY(is_ours(x) && x->chain_of != k ? share_plan(s, k) : LQ_OK);
    LQ_TRY(join_findings(x, &s->song_facts[k].findings));
  }
  return LQ_OK;
}
