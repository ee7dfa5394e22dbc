// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliver/album_print.h"

#include "audio/out.h"
#include "audio/reader.h"
#include "base/thread.h"
#include "engine/bounce.h"
#include "engine/sink.h"
#include "measure/true_peak_exact.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct lq_album_print {
  lq_audio_out*  out;
  size_t         n_songs;
  double         peak_dbtp;
  lq_album_part* parts; ///< [n_songs]
};

void lq_album_print_free(lq_album_print* const p)
{
  if (p) {
    lq_audio_out_abandon(p->out);
    for (size_t i = 0; p->parts && i < p->n_songs; ++i) {
      lq_readback_free(&p->parts[i].read);
    }
    free(p->parts);
    free(p);
  }
}

const lq_album_part* lq_album_print_parts(const lq_album_print* const print)
{
  return print->parts;
}

double lq_album_print_peak_dbtp(const lq_album_print* const print)
{
  return print->peak_dbtp;
}

lq_status lq_album_print_path(const lq_album_print* const print, char* const path,
                              const size_t size, lq_error* const error)
{
  return lq_audio_out_unnamed(print->out, path, size, error);
}

// A meter of the limiter by its symbol: they come in the order of their rows.
static double meter_db(const lq_chain* const chain, float (*const meters)[LQ_PROC_MAX_METERS],
                       const char* const symbol, const double otherwise)
{
  const lq_proc* const proc = chain->n ? chain->devices[0].proc : NULL;
  for (unsigned i = 0, k = 0; proc && i < proc->n_params; ++i) {
    if (proc->params[i].flags & LQ_OUT) {
      if (!strcmp(proc->params[i].symbol, symbol)) {
        return fabs((double)meters[0][k]);
      }
      ++k;
    }
  }
  return otherwise;
}

static void read_meters(lq_album_part* const part, const lq_chain* const chain,
                        float (*const meters)[LQ_PROC_MAX_METERS])
{
  part->reduction_db = meter_db(chain, meters, "reduction", 0);
  part->usual_db     = meter_db(chain, meters, "usual", -1);
}

typedef struct {
  const lq_album_job* job;
  lq_album_part*      parts;
} listening;

// Mark k is the cut that song k begins at, so what was shown by then belongs to the song before.
static void hear_meters(void* const user, const size_t mark,
                        float (*const meters)[LQ_PROC_MAX_METERS])
{
  const listening* const l = user;
  if (mark) {
    read_meters(&l->parts[mark - 1], l->job->chain, meters);
  }
}

static lq_status render(lq_album_print* const p, const lq_album_job* const job,
                        const lq_render_options* const options, lq_error* const error)
{
  listening               l      = {.job = job, .parts = p->parts};
  const lq_audio_out_spec spec   = {.rate_hz    = lq_reel_rate_hz(job->reel),
                                    .n_channels = lq_reel_channels(job->reel),
                                    .bits       = job->bits,
                                    .dither     = job->dither,
                                    .force      = true};
  const lq_bounce         bounce = {
              .reel      = job->reel,
              .out_chain = job->chain,
              .marks = {.frames = job->cuts, .n = job->n_songs + 1, .hear = hear_meters, .user = &l}};
  LQ_TRY(lq_audio_out_open(&p->out, job->path, &spec, error));
  LQ_TRY(lq_bounce_run(&bounce, lq_sink_file(p->out), options, NULL, error));
  return lq_audio_out_finish(p->out, error);
}

static lq_status to_reading(void* const user, const float* const* const x, const size_t n_frames,
                            lq_error* const error)
{
  (void)error;
  return lq_reading_process(user, x, n_frames);
}

static const uint64_t digest_start = UINT64_C(0xcbf29ce484222325);

// FNV-1a over whole words: who wants to know whether samples are the same needs no more.
static uint64_t digest(uint64_t h, const float* const x, const size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    uint32_t bits;
    memcpy(&bits, &x[i], sizeof bits);
    h = (h ^ bits) * UINT64_C(0x100000001b3);
  }
  return h;
}

typedef struct {
  lq_album_print*       print;
  const lq_album_job*   job;
  const lq_album_print* before; ///< or NULL
  char                  path[PATH_MAX];
} reading_back;

// A stretch of the file into a sink.
static lq_status play(const reading_back* const r, const uint64_t from, const uint64_t to,
                      const lq_sink sink, uint64_t* const hash, lq_error* const error)
{
  float              room[LQ_MAX_CHANNELS][LQ_MAX_FRAMES];
  float* const       x[LQ_MAX_CHANNELS]  = {room[0], room[1]};
  const float* const of[LQ_MAX_CHANNELS] = {room[0], room[1]};
  lq_reader*         reader              = NULL;
  size_t             n_read              = 0;
  LQ_TRY(lq_reader_open(&reader, r->path, 0, error));
  const unsigned n_channels = lq_reader_channels(reader);
  lq_status      st         = lq_reader_seek(reader, from, error);
  for (uint64_t at = from; at < to && !st; at += n_read) {
    const size_t n = to - at < LQ_MAX_FRAMES ? (size_t)(to - at) : LQ_MAX_FRAMES;
    st             = lq_reader_read(reader, x, n, &n_read, error);
    if (!st && n_read < n) {
      st = lq_fail_file(error, LQ_ERR_READ, r->job->path, "the album ended sooner than it was.");
    }
    st = st || !sink.write ? st : sink.write(sink.user, of, n_read, error);
    for (unsigned c = 0; c < n_channels && !st; ++c) {
      *hash = digest(*hash, x[c], n_read);
    }
  }
  lq_reader_close(reader);
  return st;
}

static lq_status copy_readback(lq_readback* const to, const lq_readback* const from)
{
  double* const grid = malloc((from->n_grids + 1) * sizeof *grid);
  if (!grid) {
    return LQ_ERR_MEMORY;
  }
  memcpy(grid, from->grid, from->n_grids * sizeof *grid);
  *to      = *from;
  to->grid = grid;
  return LQ_OK;
}

static lq_status measure_song(const reading_back* const r, const size_t k, lq_error* const error)
{
  const lq_reel* const reel    = r->job->reel;
  lq_album_part* const part    = &r->print->parts[k];
  lq_reading*          reading = NULL;
  LQ_TRY(lq_reading_new(&reading, lq_reel_rate_hz(reel), lq_reel_channels(reel), lq_simd_best()));
  const lq_sink sink = {.write = to_reading, .user = reading};
  part->digest       = digest_start;
  lq_status st       = play(r, r->job->cuts[k], r->job->cuts[k + 1], sink, &part->digest, error);
  st                 = st ? st : lq_reading_finish(reading, &part->read);
  lq_reading_free(reading);
  return st;
}

static lq_status read_song(void* const user, const size_t k, lq_error* const error)
{
  const reading_back* const r = user;
  if (r->before) {
    const lq_album_part* const was  = &r->before->parts[k];
    uint64_t                   hash = digest_start;
    LQ_TRY(play(r, r->job->cuts[k], r->job->cuts[k + 1], (lq_sink){0}, &hash, error));
    if (hash == was->digest) {
      r->print->parts[k].digest = hash;
      return copy_readback(&r->print->parts[k].read, &was->read);
    }
  }
  return measure_song(r, k, error);
}

static lq_status to_peak(void* const user, const float* const* const x, const size_t n_frames,
                         lq_error* const error)
{
  (void)error;
  lq_true_peak_exact_process(user, x, n_frames);
  return LQ_OK;
}

// Across a cut that lies in music: a fiftieth of a second to either side, which is more than the
// meter's filter hears.
static lq_status read_join(const reading_back* const r, const size_t k, double* const peak_dbtp,
                           lq_error* const error)
{
  const lq_reel* const reel   = r->job->reel;
  const uint64_t       around = (uint64_t)(lq_reel_rate_hz(reel) / 50);
  const uint64_t       cut    = r->job->cuts[k];
  const uint64_t       all    = lq_reel_frames(reel);
  lq_true_peak_exact*  meter  = NULL;
  uint64_t             hash   = 0;
  LQ_TRY(lq_true_peak_exact_new(&meter, lq_reel_channels(reel), lq_simd_best()));
  const lq_sink   sink = {.write = to_peak, .user = meter};
  const lq_status st   = play(r, cut > around ? cut - around : 0,
                            cut + around < all ? cut + around : all, sink, &hash, error);
  lq_true_peak_exact_finish(meter);
  *peak_dbtp = fmax(*peak_dbtp, lq_true_peak_exact_dbtp(meter));
  lq_true_peak_exact_free(meter);
  return st;
}

static lq_status read_back(lq_album_print* const p, const lq_album_job* const job,
                           const lq_album_print* const    before,
                           const lq_render_options* const options, lq_error* const error)
{
  reading_back r = {.print = p, .job = job, .before = before};
  LQ_TRY(lq_audio_out_unnamed(p->out, r.path, sizeof r.path, error));
  LQ_TRY(lq_crew_try(options ? options->n_jobs : 0, job->n_songs, read_song, &r, error));
  p->peak_dbtp = -HUGE_VAL;
  for (size_t k = 0; k < job->n_songs; ++k) {
    p->peak_dbtp = fmax(p->peak_dbtp, p->parts[k].read.peak_dbtp);
    LQ_TRY(k ? read_join(&r, k, &p->peak_dbtp, error) : LQ_OK);
  }
  return LQ_OK;
}

lq_status lq_album_print_make(lq_album_print** const print, const lq_album_job* const job,
                              const lq_album_print* const    before,
                              const lq_render_options* const options, lq_error* const error)
{
  lq_album_print* const p = calloc(1, sizeof *p);
  if (!p) {
    return LQ_ERR_MEMORY;
  }
  p->n_songs   = job->n_songs;
  p->parts     = calloc(job->n_songs + 1, sizeof *p->parts);
  lq_status st = p->parts ? render(p, job, options, error) : LQ_ERR_MEMORY;
  st           = st ? st : read_back(p, job, before, options, error);
  if (st) {
    lq_album_print_free(p);
    return st;
  }
  *print = p;
  return LQ_OK;
}

// The limiter hears so much of what comes before the song.
typedef struct {
  lq_reading* reading;
  uint64_t    n_skip; ///< still to come in front of the song
} hearing;

static lq_status to_hearing(void* const user, const float* const* const x, const size_t n_frames,
                            lq_error* const error)
{
  hearing* const     h    = user;
  const size_t       skip = h->n_skip < n_frames ? (size_t)h->n_skip : n_frames;
  const float* const y[2] = {x[0] + skip, x[1] + skip};
  (void)error;
  h->n_skip -= skip;
  return skip < n_frames ? lq_reading_process(h->reading, y, n_frames - skip) : LQ_OK;
}

lq_status lq_album_part_try(lq_album_part* const part, const lq_album_job* const job,
                            const size_t song, const lq_render_options* const options,
                            lq_error* const error)
{
  const lq_reel* const reel   = job->reel;
  const uint64_t       lead   = (uint64_t)(lq_reel_rate_hz(reel) / 2);
  const uint64_t       cut    = job->cuts[song];
  const uint64_t       from   = cut > lead ? cut - lead : 0;
  const lq_bounce      bounce = {.reel        = reel,
                                 .reel_frame  = from,
                                 .reel_frames = job->cuts[song + 1] - from,
                                 .out_chain   = job->chain};
  hearing              h      = {.n_skip = cut - from};
  const lq_sink        sink   = {.write = to_hearing, .user = &h};
  lq_bounce_result     r;
  LQ_TRY(lq_reading_new(&h.reading, lq_reel_rate_hz(reel), 2, lq_simd_best()));
  *part        = (lq_album_part){0};
  lq_status st = lq_bounce_run(&bounce, sink, options, &r, error);
  st           = st ? st : lq_reading_finish(h.reading, &part->read);
  lq_reading_free(h.reading);
  read_meters(part, job->chain, r.meters[1]);
  return st;
}
