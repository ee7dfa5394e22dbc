// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/out.h"
#include "base/pool.h"
#include "cli/flow.h"
#include "cli/options.h"
#include "cli/term.h"
#include "engine/sink.h"

#include <limits.h>
#include <string.h>

lq_status lq_flow_stem_spec(const lq_flow* const flow, const char* const folder,
                            const char* const by, const bool dry, const unsigned bits,
                            lq_stemset_spec* const spec, lq_error* const error)
{
  *spec = (lq_stemset_spec){.folder   = folder,
                            .by_track = by && !strcmp(by, "track"),
                            .dry      = dry,
                            .bits     = bits,
                            .force    = flow->args->force};
  if (by && !spec->by_track && (dry || strcmp(by, "bus"))) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0}, "--stems-by is '%s'; expected %s.", by,
                   dry ? "track, which is what dry stems are" : "bus or track");
  }
  if (!folder && (by || dry)) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                   "%s says how stems are to be; --stems DIR says that they are to be, and where.",
                   by ? "--stems-by" : "--stems-dry");
  }
  return folder && !flow->args->dry_run ? lq_stemset_may(spec, error) : LQ_OK;
}

lq_status lq_flow_version_spec(const lq_flow* const flow, const char* const mix,
                               const char* const text, const unsigned bits,
                               lq_version_spec* const spec, lq_error* const error)
{
  *spec = (lq_version_spec){.mix = mix, .bits = bits, .force = flow->args->force};
  LQ_TRY(lq_versions_parse(text, &spec->versions, error));
  for (unsigned v = 0; v < LQ_VERSION_N; ++v) {
    const char* const path = lq_version_path(flow->pool, mix, (lq_version)v);
    LQ_TRY(!path                      ? LQ_ERR_MEMORY
           : spec->versions & 1U << v ? lq_flow_may_write(flow, path, error)
                                      : LQ_OK);
  }
  return LQ_OK;
}

// Dry stems are a render of their own: tracks with nothing on them give no mix.
static lq_status finish_stems(lq_flow* const flow, lq_stemset* const set, const bool dry,
                              const char* const mix, const lq_render_result* const result,
                              lq_error* const error)
{
  lq_stemset_facts* const facts = LQ_POOL_TAKE(flow->pool, lq_stemset_facts, 1);
  lq_progress             p     = lq_progress_start(flow->args, "writing the stems");
  lq_render_options       o     = lq_cli_shown(flow->options, &p);
  lq_status               st    = facts ? LQ_OK : LQ_ERR_MEMORY;
  if (dry && !st) {
    o.tap = lq_stemset_tap(set);
    st    = lq_render_session(lq_stemset_session(set), lq_sink_none(), &o, NULL, error);
  }
  if (st) {
    lq_stemset_abandon(set);
  } else {
    st = lq_stemset_finish(set, mix, result, &o, facts, error);
  }
  lq_progress_end(&p, st);
  flow->facts.stemset = st ? NULL : facts;
  return st;
}

typedef struct {
  lq_flow*           flow;
  const lq_session*  session;
  const lq_mix_spec* spec;
  lq_audio_out*      out;
  lq_stemset*        stems;    // or NULL
  lq_version_set*    versions; // or NULL
  lq_render_result   result;
} mixing;

static lq_status open_all(mixing* const m, lq_error* const error)
{
  double   rate_hz;
  uint64_t n_frames;
  LQ_TRY(lq_session_measure(m->session, &rate_hz, &n_frames, error));
  const lq_mix_spec* const spec = m->spec;
  lq_pool* const           pool = m->flow->pool;
  const lq_audio_out_spec  out  = {.rate_hz    = rate_hz,
                                   .n_channels = 2,
                                   .bits       = spec->bits,
                                   .dither     = LQ_DITHER_TPDF,
                                   .force      = m->flow->args->force};
  LQ_TRY(lq_audio_out_open(&m->out, spec->path, &out, error));
  LQ_TRY(spec->stems.folder ? lq_stemset_new(&m->stems, pool, m->session, &spec->stems, error)
                            : LQ_OK);
  return spec->versions.versions
             ? lq_version_set_new(&m->versions, pool, m->session, &spec->versions, error)
             : LQ_OK;
}

// The mix, and with it its stems or its versions; versions beside stems are another render.
static lq_status render(mixing* const m, lq_error* const error)
{
  lq_progress       p     = lq_progress_start(m->flow->args, "mixing");
  lq_render_options o     = lq_cli_shown(m->flow->options, &p);
  const bool        stems = m->stems && !m->spec->stems.dry;
  const lq_session* as    = stems         ? lq_stemset_session(m->stems)
                            : m->versions ? lq_version_set_session(m->versions)
                                          : m->session;
  o.tap = stems ? lq_stemset_tap(m->stems) : m->versions ? lq_version_set_tap(m->versions) : o.tap;
  lq_status st = lq_render_session(as, lq_sink_file(m->out), &o, &m->result, error);
  if (!st && stems && m->versions) {
    o.tap = lq_version_set_tap(m->versions);
    st    = lq_render_session(lq_version_set_session(m->versions), lq_sink_none(), &o, NULL, error);
  }
  lq_progress_end(&p, st);
  return st;
}

// What was written is read back before the mix and its versions get their names.
static lq_status finish_versions(mixing* const m, lq_error* const error)
{
  char                    mix[PATH_MAX];
  lq_version_facts* const facts = LQ_POOL_TAKE(m->flow->pool, lq_version_facts, 1);
  LQ_TRY(facts ? lq_audio_out_finish(m->out, error) : LQ_ERR_MEMORY);
  LQ_TRY(lq_audio_out_unnamed(m->out, mix, sizeof mix, error));
  LQ_TRY(lq_version_set_finish(m->versions, m->flow->pool, mix, &m->result, &m->flow->options,
                               facts, error));
  m->flow->facts.versions = facts;
  return LQ_OK;
}

static lq_status commit(mixing* const m, lq_error* const error)
{
  lq_audio_out* const   out = m->out;
  lq_version_set* const set = m->versions;
  m->out                    = NULL;
  LQ_TRY(lq_audio_out_commit(out, error));
  m->versions = NULL;
  return set ? lq_version_set_commit(set, error) : LQ_OK;
}

lq_status lq_flow_mix(lq_flow* const flow, const lq_session* const session,
                      const lq_mix_spec* const spec, lq_error* const error)
{
  mixing    m  = {.flow = flow, .session = session, .spec = spec};
  lq_status st = open_all(&m, error);
  st           = st ? st : render(&m, error);
  st           = st || !m.versions ? st : finish_versions(&m, error);
  st           = st ? st : commit(&m, error);
  if (!st && m.result.n_nonfinite) {
    lq_say(flow->args, "%llu samples in the tracks were no numbers and were silenced.\n",
           (unsigned long long)m.result.n_nonfinite);
  }
  if (!st && m.stems) {
    return finish_stems(flow, m.stems, spec->stems.dry, spec->path, &m.result, error);
  }
  lq_audio_out_abandon(m.out);
  lq_stemset_abandon(m.stems);
  lq_version_set_abandon(m.versions);
  return st;
}
