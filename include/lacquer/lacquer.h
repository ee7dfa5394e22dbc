// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Lacquer: mixing and mastering. The whole public interface.
#ifndef LACQUER_LACQUER_H
#define LACQUER_LACQUER_H

#include "lacquer/dither.h"
#include "lacquer/measure.h"
#include "lacquer/model.h"
#include "lacquer/param.h"
#include "lacquer/proc.h"
#include "lacquer/render.h"
#include "lacquer/status.h"

#endif
