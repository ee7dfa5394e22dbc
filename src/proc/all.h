// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Every processor there is, by noun.
#ifndef LQ_PROC_ALL_H
#define LQ_PROC_ALL_H

#include "proc/chorus.h"
#include "proc/clipper.h"
#include "proc/compressor.h"
#include "proc/declick.h"
#include "proc/deesser.h"
#include "proc/delay.h"
#include "proc/dither.h"
#include "proc/ducker.h"
#include "proc/dyneq.h"
#include "proc/echo.h"
#include "proc/elliptical.h"
#include "proc/eq.h"
#include "proc/fader.h"
#include "proc/gate.h"
#include "proc/hpf.h"
#include "proc/limiter.h"
#include "proc/lpf.h"
#include "proc/multiband.h"
#include "proc/mute.h"
#include "proc/pan.h"
#include "proc/polarity.h"
#include "proc/reverb.h"
#include "proc/saturate.h"
#include "proc/send_level.h"
#include "proc/transient.h"
#include "proc/trim.h"
#include "proc/width.h"

#endif
