#!/usr/bin/python3
# Copyright (C) 2026 The Byline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write a network as ONNX, with random weights, for ONNX Runtime.

usage: export_onnx.py FILE.onnx ARCHITECTURE CHANNELS MELS CLASSES FRAMES
"""

import os
import sys
import warnings

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "golden"))

import torch  # noqa: E402
import torch_models  # noqa: E402

path, architecture = sys.argv[1:3]
channels, mels, classes, frames = map(int, sys.argv[3:])
warnings.simplefilter("ignore")
torch.manual_seed(1)
model = torch_models.build(architecture, (channels, mels, classes)).eval()
torch.onnx.export(model, torch.randn(1, channels, mels, frames), path + ".part",
                  opset_version=13, input_names=["input"],
                  output_names=["output"])
os.rename(path + ".part", path)
