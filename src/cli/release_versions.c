// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/drive.h"
#include "base/output.h"
#include "base/path.h"
#include "cli/flow.h"
#include "cli/release.h"
#include "deliver/package.h"
#include "deliver/version_set.h"
#include "engine/bounce.h"
#include "engine/sink.h"
#include "engine/takes.h"
#include "measure/readback.h"
#include "session/plan.h"

#include <math.h>
#include <unistd.h>

/// One version of one song, on its way through what the song went through.
typedef struct {
  lq_release* r;
  size_t      song;
  lq_version  version;
  const char* path; ///< as it was mixed
  lq_takes    takes;
} versioning;

// The limiter as it was set for the song, but for places where codecs wanted less: those were the
// main version's.
static lq_status limiter_of(const versioning* const v, const lq_album_print_facts* const f,
                            lq_chain* const chain)
{
  lq_device device;
  *chain = (lq_chain){0};
  LQ_TRY(lq_drive_limiter(&device, v->r->pool, 0, f->limiter_db));
  return lq_chain_push(chain, v->r->pool, &device);
}

// The stretch of the file that the album uses, at the level that it has there.
static lq_status splice(const versioning* const v, const lq_take* const take, const double gain_db,
                        lq_reel** const reel)
{
  const lq_song* const s      = &v->r->album->songs[v->song];
  const double         hz     = lq_take_rate_hz(take);
  const uint64_t       offset = (uint64_t)round(s->offset_sec * hz);
  const uint64_t       all    = lq_take_frames(take) > offset ? lq_take_frames(take) - offset : 0;
  const uint64_t       wanted = s->length_sec > 0 ? (uint64_t)round(s->length_sec * hz) : all;
  const uint64_t       n      = wanted < all ? wanted : all;
  const lq_reel_clip   clip   = {.take            = take,
                                 .offset_frames   = offset,
                                 .n_frames        = n,
                                 .gain_db         = gain_db,
                                 .fade_in_frames  = (uint64_t)round(s->fade_in_sec * hz),
                                 .fade_out_frames = (uint64_t)round(s->fade_out_sec * hz),
                                 .fade_in_shape   = s->fade_in_shape,
                                 .fade_out_shape  = s->fade_out_shape};
  LQ_TRY(lq_reel_new(reel, lq_take_name(take), hz, 2, n));
  return lq_reel_add(*reel, &clip);
}

static lq_status print(const versioning* const v, const lq_reel* const reel,
                       const lq_album_print_facts* const f, const char* const path,
                       lq_error* const error)
{
  lq_release* const r    = v->r;
  lq_tags           tags = lq_album_tags(r->album, v->song);
  lq_chain          chain;
  lq_audio_out*     out        = NULL;
  tags.text[LQ_TAG_VERSION]    = lq_version_name(v->version);
  tags.text[LQ_TAG_ISRC]       = NULL; // every version has one of its own
  const lq_audio_out_spec spec = {.rate_hz    = f->rate_hz,
                                  .n_channels = 2,
                                  .bits       = f->bits,
                                  .dither     = f->target->dither,
                                  .tags       = &tags};
  LQ_TRY(limiter_of(v, f, &chain));
  const lq_bounce bounce = {.reel = reel, .out_chain = &chain};
  LQ_TRY(lq_audio_out_open(&out, path, &spec, error));
  const lq_status st = lq_bounce_run(&bounce, lq_sink_file(out), &r->options, NULL, error);
  if (st) {
    lq_audio_out_abandon(out);
    return st;
  }
  return lq_audio_out_commit(out, error);
}

static lq_status list(const versioning* const v, const char* const name, const char* const path,
                      lq_error* const error)
{
  lq_readback read = {0};
  LQ_TRY(lq_readback_file(&read, path, error));
  const lq_sheet_file file = {.file            = name,
                              .song            = v->song,
                              .version         = lq_version_name(v->version),
                              .isrc            = "",
                              .duration_sec    = (double)read.info.n_frames / read.info.rate_hz,
                              .rate_hz         = read.info.rate_hz,
                              .bits            = read.info.bits,
                              .integrated_lufs = read.m.integrated_lufs,
                              .range_lu        = read.m.loudness_range_lu,
                              .true_peak_dbtp  = read.peak_dbtp};
  lq_readback_free(&read);
  return lq_release_list(v->r, &file);
}

static lq_status deliver(const versioning* const v, const lq_album_print_facts* const f,
                         lq_error* const error)
{
  lq_release* const r      = v->r;
  const char* const what   = lq_version_name(v->version);
  const char* const name   = lq_pool_format(r->pool, "%s/%s/%s_%s.%s", f->target->id, what,
                                            r->names[v->song], what, f->target->format);
  const char* const path   = name ? lq_path_join(r->pool, r->work, name) : NULL;
  const char* const folder = path ? lq_path_folder(r->pool, path) : NULL;
  lq_reel*          reel   = NULL;
  LQ_TRY(folder ? lq_make_folder(folder, error) : LQ_ERR_MEMORY);
  lq_status st = splice(v, lq_takes_at(&v->takes, f->rate_hz), f->songs[v->song].gain_db, &reel);
  st           = st ? st : print(v, reel, f, path, error);
  lq_reel_free(reel);
  return st ? st : list(v, name, path, error);
}

static lq_status one_version(versioning* const v, lq_error* const error)
{
  const lq_release* const     r      = v->r;
  const lq_album_facts* const facts  = lq_album_tell(r->sound);
  const lq_master* const      master = lq_album_plan(r->sound, v->song);
  double* const               rates  = LQ_POOL_TAKE(r->pool, double, facts->n_prints + 1);
  LQ_TRY(rates ? LQ_OK : LQ_ERR_MEMORY);
  for (size_t i = 0; i < facts->n_prints; ++i) {
    rates[i] = facts->prints[i].rate_hz;
  }
  LQ_TRY(lq_takes_make(&v->takes, v->path, master ? &master->chain : NULL, rates, facts->n_prints,
                       r->work, &r->options, error));
  lq_status st = LQ_OK;
  for (size_t i = 0; i < facts->n_prints && !st; ++i) {
    st = deliver(v, &facts->prints[i], error);
  }
  lq_takes_free(&v->takes);
  return st;
}

// The session is mixed once more, with its versions beside the mix.
static lq_status mix(lq_release* const r, const size_t song, const unsigned versions,
                     const char* const path, lq_error* const error)
{
  lq_flow           flow    = {.args = r->args, .pool = r->pool, .options = r->options};
  lq_session*       session = NULL;
  const lq_mix_spec spec    = {
         .path = path, .bits = 32, .versions = {.versions = versions, .mix = path, .bits = 32}};
  flow.facts.pool = r->pool;
  LQ_TRY(lq_session_read(&session, r->album->songs[song].session, error));
  const lq_status st = lq_flow_mix(&flow, session, &spec, error);
  lq_session_free(session);
  return st;
}

static lq_status all_versions(lq_release* const r, const size_t song, lq_error* const error)
{
  const lq_song* const s        = &r->album->songs[song];
  const char* const    path     = lq_path_join(r->pool, r->work, ".mix.wav");
  unsigned             versions = 0;
  LQ_TRY(path ? LQ_OK : LQ_ERR_MEMORY);
  for (size_t i = 0; i < s->n_versions; ++i) {
    unsigned one = 0;
    LQ_TRY(lq_versions_parse(s->versions[i], &one, error));
    versions |= one;
  }
  lq_status st = mix(r, song, versions, path, error);
  for (unsigned k = 0; k < LQ_VERSION_N && !st; ++k) {
    versioning v = {.r = r, .song = song, .version = (lq_version)k};
    if (versions & 1U << k) {
      v.path = lq_version_path(r->pool, path, v.version);
      st     = v.path ? one_version(&v, error) : LQ_ERR_MEMORY;
      (void)(v.path && unlink(v.path));
    }
  }
  (void)unlink(path);
  return st;
}

lq_status lq_release_versions(lq_release* const r, lq_error* const error)
{
  for (size_t i = 0; i < r->album->n_songs && r->n_chosen; ++i) {
    LQ_TRY(r->album->songs[i].n_versions ? all_versions(r, i, error) : LQ_OK);
  }
  return LQ_OK;
}
