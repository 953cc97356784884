# SPDX-License-Identifier: Apache-2.0
"""Builds what is needed of PufferLib's sources: its advantage kernel for the CPU and its CartPole in C.  Its own setup.py also downloads Box2D.
Run inside the unpacked sources: python build_pufferlib.py build_ext --inplace.  The environment's limit becomes 500 steps, as CartPole-v1 has."""
import numpy
from setuptools import Extension, setup
from torch.utils.cpp_extension import BuildExtension, CppExtension

HEADER = "pufferlib/ocean/cartpole/cartpole.h"
RAYLIB = "raylib-5.5_linux_amd64"

with open(HEADER, encoding="utf-8") as file:
    header = file.read()
with open(HEADER, "w", encoding="utf-8") as file:
    file.write(header.replace("#define MAX_STEPS 200", "#define MAX_STEPS 500"))
setup(
    name="pufferlib_cartpole", version="3.0.0", packages=[],
    ext_modules=[
        CppExtension("pufferlib._C", ["pufferlib/extensions/pufferlib.cpp"], extra_compile_args={"cxx": ["-O3"]}),
        Extension("pufferlib.ocean.cartpole.binding", ["pufferlib/ocean/cartpole/binding.c"], include_dirs=[numpy.get_include(), RAYLIB + "/include"],
                  extra_compile_args=["-O2", "-DPLATFORM_DESKTOP", "-Wno-implicit-function-declaration"], extra_objects=[RAYLIB + "/lib/libraylib.a"]),
    ],
    cmdclass={"build_ext": BuildExtension.with_options(use_ninja=False)},
)
