// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Where rendered audio usually goes.
#ifndef LQ_ENGINE_SINK_H
#define LQ_ENGINE_SINK_H

#include "audio/out.h"

#include "lacquer/measure.h"
#include "lacquer/render.h"

lq_sink lq_sink_file(lq_audio_out* out); ///< into a sound file
lq_sink lq_sink_meter(lq_meter* meter);  ///< into a meter
lq_sink lq_sink_none(void);              ///< nowhere: for what a render tells on the way

#endif
