// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/song_tempo.h"

#include "assist/notes.h"
#include "base/pool.h"
#include "measure/tempo.h"

#include <math.h>
#include <string.h>

lq_status lq_song_tempo(lq_song* const song, lq_session* const session)
{
  enum { DRUMS = 3 }; // times what another track says about the beat; ours
  lq_tempo_part* const parts = LQ_POOL_TAKE(song->pool, lq_tempo_part, song->n);
  lq_tempo             t     = {0};
  song->tempo_bpm            = session->tempo_bpm; // of the brief
  if (!parts) {
    return LQ_ERR_MEMORY;
  }
  if (!(song->tempo_bpm > 0)) {
    for (size_t i = 0; i < song->n; ++i) {
      const lq_track* const tr = &song->tracks[i];
      if (!tr->silent) {
        parts[i] = (lq_tempo_part){.rises  = tr->features->rises,
                                   .n      = tr->features->n_rises,
                                   .weight = strcmp(tr->role->group, "drums") ? 1 : DRUMS};
      }
    }
    LQ_TRY(lq_tempo_find(&t, parts, song->n));
    if (t.confidence >= LQ_TEMPO_SURE) {
      song->tempo_bpm = round(10 * t.bpm) / 10;
      LQ_TRY(lq_add_note(song->pool, &session->notes, &session->n_notes,
                         "tempo %.4g BPM, by ear from '%s' and others; say --tempo to correct",
                         song->tempo_bpm, song->tracks[t.best].name));
    } else if (t.bpm > 0 && t.clear >= 0.15) {
      LQ_TRY(lq_add_note(song->pool, &session->notes, &session->n_notes,
                         "tempo: %.4g BPM perhaps, and not sure enough to be used; --tempo says it",
                         t.bpm));
    }
  }
  session->tempo_bpm = song->tempo_bpm;
  return LQ_OK;
}

double lq_song_beats_ms(const lq_song* const song, const double beats, const double least_ms,
                        const double usual_ms, const double most_ms)
{
  const double minute_ms = 60000;
  return song->tempo_bpm > 0
             ? round(fmax(least_ms, fmin(most_ms, beats * minute_ms / song->tempo_bpm)))
             : usual_ms;
}
