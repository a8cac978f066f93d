"""Jupyter widgets."""


def adopt(module):
    pass


def create_comm(*args, **kwargs):
    raise NotImplementedError


def answer(name, question):
    raise NotImplementedError
