// Package http takes the place of net/http where a linked module would fetch something: the engine has no network, and
// needs neither HTTP nor TLS. Every request fails.
package http

import (
	"errors"
	"io"
	"strconv"
	"time"
)

const (
	MethodGet = "GET"
	StatusOK  = 200
)

var errNoNetwork = errors.New("the network is not used here")

type Header map[string]string

func (h Header) Set(name, value string) { h[name] = value }

type Request struct{ Header Header }

func (r *Request) SetBasicAuth(string, string) {}

func NewRequest(string, string, io.Reader) (*Request, error) { return nil, errNoNetwork }

type Response struct {
	Body       io.ReadCloser
	Status     string
	StatusCode int
}

type Client struct{ Timeout time.Duration }

func (c *Client) Do(*Request) (*Response, error) { return nil, errNoNetwork }

func (c *Client) Get(string) (*Response, error) { return nil, errNoNetwork }

func Get(string) (*Response, error) { return nil, errNoNetwork }

func StatusText(code int) string { return strconv.Itoa(code) }
