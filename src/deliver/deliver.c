// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliver/deliver.h"

#include "audio/in.h"
#include "audio/out.h"
#include "base/output.h"
#include "base/path.h"
#include "engine/bounce.h"
#include "engine/sink.h"
#include "measure/file.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

char* lq_delivery_path(lq_pool* const pool, const lq_master* const master,
                       const lq_delivery* const delivery, const char* const folder)
{
  const char* const title = lq_path_safe(pool, master->title);
  const char* const own   = lq_path_join(pool, folder, delivery->target);
  return title && own ? lq_pool_format(pool, "%s/%s.%s", own, title, delivery->format) : NULL;
}

static lq_status write_file(const lq_master* const master, const lq_delivery* const d,
                            const char* const path, const bool force,
                            const lq_render_options* const options, lq_bounce_result* const result,
                            lq_error* const error)
{
  const lq_bounce bounce = {.path        = master->source_path,
                            .chain       = &master->chain,
                            .stereo      = true,
                            .out_rate_hz = d->rate_hz,
                            .out_chain   = &d->chain};
  LQ_TRY(lq_bounce_measure(&bounce, result, error));
  const lq_audio_out_spec spec = {.rate_hz    = result->rate_hz,
                                  .n_channels = result->n_channels,
                                  .bits       = d->bits,
                                  .dither     = d->dither,
                                  .force      = force};
  lq_audio_out*           out  = NULL;
  LQ_TRY(lq_audio_out_open(&out, path, &spec, error));
  const lq_status st = lq_bounce_run(&bounce, lq_sink_file(out), options, result, error);
  if (st) {
    lq_audio_out_abandon(out);
    return st;
  }
  return lq_audio_out_commit(out, error);
}

// The limiter's meter, wherever it stands in the delivery's chain.
static double reduction_db(const lq_delivery* const d, const lq_bounce_result* const r)
{
  for (size_t i = 0; i < d->chain.n && i < LQ_BOUNCE_MAX_DEVICES; ++i) {
    if (!strcmp(d->chain.devices[i].proc->symbol, "limiter")) {
      return fabs((double)r->meters[1][i][0]);
    }
  }
  return 0;
}

static void judge(lq_delivery_facts* const f, const lq_delivery* const d, lq_pool* const pool)
{
  enum { PEAK_TENTHS = 1 }; // dB: how far two true-peak meters may read apart
  const lq_measurement* const m       = &f->file.m;
  const double                off_lu  = m->integrated_lufs - f->target_lufs;
  const double                over_db = m->true_peak_dbtp - f->ceiling_dbtp;
  f->verdict                          = LQ_VERDICT_FAIL;
  if (f->file.bits != d->bits) {
    f->reason = lq_pool_format(pool, "the file has %u bits; expected %u", f->file.bits, d->bits);
  } else if (f->target->rate_hz > 0 && m->rate_hz != f->target->rate_hz) {
    f->reason = lq_pool_format(pool, "the file runs at %.0f Hz; expected %.0f", m->rate_hz,
                               f->target->rate_hz);
  } else if (over_db > PEAK_TENTHS * 0.1) {
    f->reason = lq_pool_format(pool, "its true peak is %.2f dBTP, over the ceiling of %.2f",
                               m->true_peak_dbtp, f->ceiling_dbtp);
  } else if (fabs(off_lu) <= 0.1) {
    f->verdict = LQ_VERDICT_PASS;
    f->reason  = "at its loudness and under its ceiling";
  } else if (off_lu < 0 && d->why) {
    f->verdict = LQ_VERDICT_SHORT;
    f->reason  = d->why;
  } else {
    f->reason = lq_pool_format(pool, "it measures %.2f LUFS; expected %.2f", m->integrated_lufs,
                               f->target_lufs);
  }
}

lq_status lq_deliver(const lq_master* const master, const lq_delivery* const delivery,
                     const lq_target* const target, const char* const folder, const bool force,
                     lq_pool* const pool, const lq_render_options* const options,
                     lq_delivery_facts* const facts, lq_error* const error)
{
  lq_bounce_result  result;
  lq_audio_info     info;
  lq_measurement    m;
  const char* const path = lq_delivery_path(pool, master, delivery, folder);
  const char* const own  = lq_path_join(pool, folder, delivery->target);
  if (!path || !own) {
    return LQ_ERR_MEMORY;
  }
  LQ_TRY(lq_make_folder(own, error));
  const lq_status st = write_file(master, delivery, path, force, options, &result, error);
  if (st) {
    (void)rmdir(own); // stays if there is anything in it
    return st;
  }
  LQ_TRY(lq_measure_file(path, &m, &info, error));
  *facts = (lq_delivery_facts){
      .target       = target,
      .file         = {.file = lq_path_relative(pool, folder, path), .bits = info.bits, .m = m},
      .target_lufs  = target->loudness_lufs,
      .ceiling_dbtp = target->ceiling_dbtp,
      .service      = lq_target_service(target, m.integrated_lufs, m.true_peak_dbtp),
      .reduction_db = reduction_db(delivery, &result)};
  judge(facts, delivery, pool);
  return facts->file.file ? LQ_OK : LQ_ERR_MEMORY;
}
